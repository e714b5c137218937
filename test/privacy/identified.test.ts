import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { format, inspect } from 'node:util'
import { serialize } from 'node:v8'
import BetterSqlite from 'better-sqlite3'
import { pino } from 'pino'
import { Counter, Registry } from 'prom-client'
import { describe, expect, test } from 'vitest'
import { type Account, Identified } from '#core'
import { scratchFolder } from '../support/scratch.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const ACCOUNT: Account = { platform: 'slack', workspace: 'company', userId: 'U0NEEDLE' }
const author = new Identified(ACCOUNT)

describe('somebody who speaks up, as a value', () => {
  test('no store, queue, logger or message has a place for it: the compiler says so', () => {
    const flags = [
      '--noEmit',
      '--strict',
      '--target',
      'es2024',
      '--module',
      'nodenext',
      '--moduleResolution',
      'nodenext',
    ]
    const more = ['--allowImportingTsExtensions', '--skipLibCheck', '--types', 'node', '--ignoreConfig']
    const compile = () =>
      execFileSync('node_modules/.bin/tsc', [...flags, ...more, 'test/privacy/fixtures/identified.ts'], {
        cwd: ROOT,
        encoding: 'utf8',
      })
    expect(compile()).toBe('')
  })

  test.each([
    ['JSON, and with it every queue and every log', () => JSON.stringify({ author })],
    ['a column of SQLite', () => new BetterSqlite(':memory:').prepare('select ?').get(author)],
  ])('%s refuses it', (_, work) => {
    expect(work).toThrow()
  })

  test.each([
    ['a template', () => `${author}`],
    ['a line on the console', () => format('%s %o %O', author, author, author)],
    ['an inspector', () => inspect(author, { showHidden: true, depth: 9, customInspect: false })],
    ['its own fields', () => JSON.stringify([Object.entries(author), Reflect.ownKeys(author)])],
    ['a copy', () => inspect(structuredClone({ author }), { depth: 9 })],
    ['bytes for another process', () => serialize({ author }).toString('latin1')],
    ['a URL', () => new URLSearchParams({ author: String(author) }).toString()],
  ])('%s says nothing of it', (_, work) => {
    expect(work()).not.toContain(ACCOUNT.userId)
  })

  test('a log line and a metric say nothing of it', async () => {
    const path = `${scratchFolder()}/log`
    const destination = pino.destination({ dest: path, sync: true })
    let failed = false
    try {
      pino({ level: 'trace' }, destination).info({ author, nested: [{ author }] }, 'filed %s', author)
    } catch {
      failed = true
    }
    const line = failed ? '' : execFileSync('cat', [path], { encoding: 'utf8' })
    expect(line).not.toContain(ACCOUNT.userId)

    const registry = new Registry()
    const counter = new Counter({ name: 'filed', help: 'x', labelNames: ['who'], registers: [registry] })
    counter.inc({ who: String(author) })
    expect(await registry.metrics()).not.toContain(ACCOUNT.userId)
  })

  test('only `reveal` opens it', () => {
    expect(Identified.reveal(author)).toBe(ACCOUNT)
  })
})
