import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

export interface VerbResult {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

/** Runs the command line as an operator would, in a process of its own. */
export async function runVerb(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<VerbResult> {
  const child = spawn(process.execPath, ['hearback.js', ...args], {
    cwd: ROOT,
    env: { PATH: process.env.PATH, LANG: 'C', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let out = ''
  let err = ''
  child.stdout.on('data', (chunk) => {
    out += chunk
  })
  child.stderr.on('data', (chunk) => {
    err += chunk
  })
  const { promise, resolve } = Promise.withResolvers<number | null>()
  child.on('close', resolve)
  return { code: await promise, out, err }
}
