import { mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readConfig } from '../../src/config.ts'
import { simulatorDatabase } from '../../src/simulator-database.ts'
import { runVerb } from '../support/run-verb.ts'
import { scratchFolder } from '../support/scratch.ts'
import { last } from '../support/simulator-client.ts'
import { fileCase } from '../support/speak-up-steps.ts'
import { startProcess } from '../support/start-process.ts'

/** What an operator meets when something is not as it should be: a sentence, never a stack. */

function home() {
  const folder = scratchFolder()
  return { folder, env: { HEARBACK_HOME: join(folder, 'data'), PORT: '0' } }
}

function databaseOf(env: Record<string, string>): string {
  return simulatorDatabase(readConfig(env).database).slice('sqlite:'.length)
}

const STACK = /\n\s+at /

test('a file that is no database, a file in the place of the folder, a torn key', async () => {
  const one = home()
  mkdirSync(one.env.HEARBACK_HOME)
  writeFileSync(databaseOf(one.env), 'x'.repeat(10_000))
  const notADatabase = await runVerb(['serve'], one.env)
  expect(notADatabase.code).toBe(1)
  expect(notADatabase.err).toContain('not a SQLite database: check DATABASE_URL')
  expect(notADatabase.err).not.toMatch(STACK)

  const two = home()
  writeFileSync(two.env.HEARBACK_HOME, '')
  const notAFolder = await runVerb(['serve'], two.env)
  expect(notAFolder.err).toContain('A file stands where a folder should be')
  expect(notAFolder.err).not.toMatch(STACK)

  const three = home()
  const hearback = await startProcess(three.env)
  await hearback.end('SIGTERM')
  writeFileSync(join(`${three.env.HEARBACK_HOME}-keys`, 'cases.key'), 'short')
  const tornKey = await runVerb(['serve'], three.env)
  expect(tornKey.err).toContain('is not a key: it has 5 bytes')
  expect(tornKey.err).not.toMatch(STACK)
})

test('lost keys are noticed before anything is written with others, by serve, doctor and after restore', async () => {
  const { env, folder } = home()
  const keys = `${env.HEARBACK_HOME}-keys`
  const hearback = await startProcess(env)
  await fileCase(hearback.client, 'E010', { way: 'none', text: '一句话' })
  const copy = join(folder, 'copy')
  await runVerb(['backup', copy], env)
  await hearback.end('SIGTERM')

  rmSync(keys, { recursive: true })
  const served = await runVerb(['serve'], env)
  expect(served.code).toBe(1)
  expect(served.err).toContain('not those this data was written with')
  const told = await runVerb(['doctor'], env)
  expect(told.code).toBe(1)
  expect(told.out).toContain(`✗ ${keys}: not the keys this data was written with`)

  expect((await runVerb(['keys', 'adopt'], env)).out).toContain('are the keys of this data')
  await hearback.start()
  await hearback.end('SIGTERM')
  expect((await runVerb(['restore', copy], env)).code).toBe(0)
  expect((await runVerb(['serve'], env)).err).toContain('not those this data was written with')
})

test('with keys that were given up, old cases stay closed and the bot goes on, also after a restart', async () => {
  const { env } = home()
  const hearback = await startProcess(env)
  await fileCase(hearback.client, 'E010', { way: 'none', text: '一句话' })
  const ticket = last(await hearback.client.messages('channel:hr'), 'channel:hr')
  await hearback.end('SIGTERM')
  rmSync(`${env.HEARBACK_HOME}-keys`, { recursive: true })
  await runVerb(['keys', 'adopt'], env)
  await hearback.start()
  await hearback.client.tap('E003', ticket, '我来处理').catch(() => null)
  await hearback.end('SIGTERM')
  await hearback.start()
  expect(last(await hearback.client.say('E010', '帮助'), 'dm:E010').card?.actions.length).toBeGreaterThan(0)
})

test('a backup that holds nothing, or is torn, replaces nothing', async () => {
  const { env, folder } = home()
  const hearback = await startProcess(env)
  await hearback.end('SIGTERM')
  const before = statSync(databaseOf(env)).size
  for (const [content, sentence] of [
    ['', 'holds no data of Hearback'],
    ['x'.repeat(5000), 'not a SQLite database'],
  ] as const) {
    const copy = join(folder, `copy-${content.length}`)
    mkdirSync(copy)
    writeFileSync(join(copy, 'hearback.sqlite'), content)
    const { code, err } = await runVerb(['restore', copy], env)
    expect(code).toBe(1)
    expect(err).toContain(sentence)
    expect(err).not.toMatch(STACK)
  }
  expect(statSync(databaseOf(env)).size).toBe(before)
  expect((await runVerb(['restore', join(folder, 'nowhere')], env)).err).toContain('holds no backup')
})

test('data, copies and what stands beside them are for this user alone', async () => {
  const { env, folder } = home()
  const hearback = await startProcess(env)
  const copy = join(folder, 'copy')
  await runVerb(['backup', copy], env)
  for (const place of [env.HEARBACK_HOME, copy, `${env.HEARBACK_HOME}/simulator`]) {
    expect(statSync(place).mode & 0o077).toBe(0)
    for (const name of readdirSync(place)) expect(statSync(join(place, name)).mode & 0o077, name).toBe(0)
  }
  await hearback.end('SIGTERM')
})

test('figures are for this machine: not through another name, not through a proxy', async () => {
  const { env } = home()
  const hearback = await startProcess({ ...env, PUBLIC_URL: 'https://hearback.example.com' })
  expect((await fetch(`${hearback.url}/metrics`)).status).toBe(404)
  await hearback.end('SIGTERM')
  const plain = await startProcess(home().env)
  const { promise, resolve } = Promise.withResolvers<number | undefined>()
  request(`${plain.url}/metrics`, { headers: { host: 'evil.example' } }, (answer) => resolve(answer.statusCode)).end()
  expect(await promise).toBe(404)
})
