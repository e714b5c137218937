import { format } from 'node:util'
import { vi } from 'vitest'

const METHODS = ['log', 'info', 'warn', 'error', 'debug'] as const

/** Everything this process writes while something is done, whatever an SDK prints included. */
export async function writtenOutput(work: () => Promise<void>): Promise<string> {
  const lines: string[] = []
  const take = (...args: unknown[]) => lines.push(format(...args)) > 0
  const streams = [vi.spyOn(process.stdout, 'write'), vi.spyOn(process.stderr, 'write')]
  for (const stream of streams) stream.mockImplementation(take)
  const consoles = METHODS.map((method) => vi.spyOn(console, method).mockImplementation(take))
  try {
    await work()
  } finally {
    for (const spy of [...streams, ...consoles]) spy.mockRestore()
  }
  return lines.join('\n')
}
