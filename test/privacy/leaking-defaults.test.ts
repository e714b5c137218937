import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { runVerb } from '../support/run-verb.ts'
import { scratchFolder } from '../support/scratch.ts'
import { PLATFORM_ENV } from '../support/start-company.ts'
import { startProcess } from '../support/start-process.ts'

test('a core dump of the running program would hold nothing of its memory', async () => {
  const hearback = await startProcess({ HEARBACK_HOME: join(scratchFolder(), 'data') })
  expect(Number.parseInt(readFileSync(`/proc/${hearback.pid}/coredump_filter`, 'utf8'), 16)).toBe(0)
  expect(Number.parseInt(readFileSync('/proc/self/coredump_filter', 'utf8'), 16)).not.toBe(0)
})

test.each([
  '--inspect=127.0.0.1:0',
  '--report-on-signal',
  '--report-uncaught-exception',
  '--heapsnapshot-signal=SIGUSR2',
  '--heapsnapshot-near-heap-limit=1',
  '--heap-prof',
])('a company is not served by a Node that was started with %s', async (flag) => {
  const env = {
    HEARBACK_HOME: join(scratchFolder(), 'data'),
    NODE_OPTIONS: `${flag} --diagnostic-dir=${scratchFolder()}`,
    ...PLATFORM_ENV,
  }
  const { code, err } = await runVerb(['serve'], env)
  expect(code).toBe(1)
  expect(err).toContain(flag)
  expect(err).not.toContain('    at ')
})
