import { execFileSync } from 'node:child_process'
import type { WorkerProcess } from './worker-process.ts'

/** Changes how large a file this process may write (bytes, or `unlimited`), while it runs. */
export function limitFiles({ pid }: WorkerProcess, bytes: string): void {
  execFileSync('prlimit', ['--pid', String(pid), `--fsize=${bytes}:`])
}
