import { format } from 'node:util'
import { vi } from 'vitest'

/** Everything this process writes to its streams while something is done, whatever an SDK prints included. */
export async function written(work: () => Promise<void>): Promise<string> {
  const lines: string[] = []
  const take = (...args: unknown[]) => lines.push(format(...args)) > 0
  const streams = [vi.spyOn(process.stdout, 'write'), vi.spyOn(process.stderr, 'write')]
  for (const stream of streams) stream.mockImplementation(take)
  const methods = ['log', 'info', 'warn', 'error', 'debug'] as const
  const consoles = methods.map((method) => vi.spyOn(console, method).mockImplementation(take))
  try {
    await work()
  } finally {
    for (const spy of [...streams, ...consoles]) spy.mockRestore()
  }
  return lines.join('\n')
}
