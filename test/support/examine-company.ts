import { vi } from 'vitest'
import type { Adapter } from '#core'
import type { Config } from '../../src/config.ts'
import { examine } from '../../src/verbs/doctor.ts'

/** What `doctor` says about a company on a platform that the test plays. */
export async function examineCompany(config: Config, platform: Adapter): Promise<{ code: number; out: string }> {
  const written: string[] = []
  const write = vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    written.push(String(chunk))
    return true
  })
  try {
    const code = await examine(config, async () => [platform])
    return { code, out: written.join('') }
  } finally {
    write.mockRestore()
  }
}
