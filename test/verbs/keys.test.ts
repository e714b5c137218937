import { chmodSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { runVerb } from '../support/run-verb.ts'
import { scratchFolder } from '../support/scratch.ts'
import { startProcess } from '../support/start-process.ts'

test('keys are copied by their own verb, readable by nobody else', async () => {
  const folder = scratchFolder()
  const env = { HEARBACK_HOME: join(folder, 'data') }
  const hearback = await startProcess(env)
  await hearback.end('SIGTERM')
  const keys = `${env.HEARBACK_HOME}-keys`
  expect(statSync(keys).mode & 0o777).toBe(0o700)
  const files = readdirSync(keys, { withFileTypes: true })
  for (const file of files.filter((entry) => entry.isFile())) {
    expect(statSync(join(keys, file.name)).mode & 0o777).toBe(0o600)
  }
  expect((await runVerb(['keys'], env)).out).toContain('addresses.key, cases.key, keys.id, shares, sheets.key')
  expect((await runVerb(['doctor'], env)).out).toContain('no copy of the keys can be put back')
  const copy = join(folder, 'keys-copy')
  expect((await runVerb(['keys', 'backup', copy], env)).code).toBe(0)
  expect(readdirSync(copy)).toEqual(['keys.hearback'])
  expect((await runVerb(['doctor'], env)).out).toContain('the newest copy was made on')
  const before = readAll(keys)
  expect((await runVerb(['keys', 'restore', copy], env)).err).toContain('is not empty')
  rmSync(keys, { recursive: true })
  expect((await runVerb(['keys', 'restore', copy], env)).code).toBe(0)
  expect(readAll(keys)).toEqual(before)
  // A week later the key of the copy is gone: then the copy is so much noise.
  const days = join(env.HEARBACK_HOME, 'key-copies')
  const [today = ''] = readdirSync(days)
  renameSync(join(days, today), join(days, '2001-01-01.key'))
  rmSync(keys, { recursive: true })
  expect((await runVerb(['keys', 'restore', copy], env)).err).toContain('opens nothing any more')
  expect(readdirSync(days)).toEqual([])
  expect((await runVerb(['keys', 'adopt'], env)).code).toBe(0)
  chmodSync(keys, 0o755)
  expect((await runVerb(['doctor'], env)).out).toContain(`✗ ${keys} can be read by others: chmod 700`)
})

/** Every file of a folder with its content. */
function readAll(folder: string): [string, string][] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry): [string, string] => [entry.name, readFileSync(join(entry.parentPath, entry.name), 'hex')])
    .sort()
}
