import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { median, report } from './report.ts'

// From the command to the first answer, and the memory of the idle program with its simulator.

const REPEATS = 9
const PORT = 3970
const ROOT = fileURLToPath(new URL('..', import.meta.url))

async function once(home: string): Promise<{ ms: number; rss: number }> {
  const began = performance.now()
  const child = spawn(process.execPath, ['hearback.js', 'serve'], {
    cwd: ROOT,
    env: { PATH: process.env.PATH, HEARBACK_HOME: home, PORT: String(PORT) },
    stdio: 'ignore',
  })
  let ready = false
  while (!ready) {
    ready = await fetch(`http://127.0.0.1:${PORT}/readyz`).then(
      (response) => response.ok,
      () => wait(5, false),
    )
  }
  const ms = performance.now() - began
  await wait(3000)
  const status = readFileSync(`/proc/${child.pid}/status`, 'utf8')
  const rss = Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024
  const { promise, resolve } = Promise.withResolvers<void>()
  child.once('exit', () => resolve())
  child.kill('SIGTERM')
  await promise
  return { ms, rss }
}

const folder = mkdtempSync(join(tmpdir(), 'hearback-bench-'))
const first = await once(join(folder, 'first'))
const again: { ms: number; rss: number }[] = []
const fresh: { ms: number; rss: number }[] = []
for (let repeat = 0; repeat < REPEATS; repeat++) {
  again.push(await once(join(folder, 'first')))
  fresh.push(await once(join(folder, `fresh-${repeat}`)))
}
rmSync(folder, { recursive: true })

const row = (name: string, runs: readonly { ms: number; rss: number }[]) =>
  `| ${name} | ${(median(runs.map((run) => run.ms)) / 1000).toFixed(2)} | ${(Math.max(...runs.map((run) => run.ms)) / 1000).toFixed(2)} | ${median(runs.map((run) => run.rss)).toFixed(0)} |`
report('start', [
  `Seconds from the command until /readyz answers, and resident memory 3 s later, ${REPEATS} repeats. To reach: 1.5 s, 150 MB.`,
  '',
  '| | median s | worst s | RSS MB |',
  '|---|---|---|---|',
  row('empty data folder (makes the schema, the keys, the sample company)', fresh),
  row('existing data', again),
  row('the very first start of this run', [first]),
])
