import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { openDatabase, type Stores } from '#db'
import { simulatorDatabase } from '../../src/simulator-database.ts'
import { type PostgresServer, startPostgres } from '../support/postgres-server.ts'
import { runVerb } from '../support/run-verb.ts'
import { scratchFolder } from '../support/scratch.ts'
import { last } from '../support/simulator-client.ts'
import { startSimulator } from '../support/start-simulator.ts'

let server: PostgresServer

beforeAll(async () => {
  server = await startPostgres()
})
afterAll(() => server.stop())

async function everything(url: string): Promise<unknown> {
  const database = openDatabase(url)
  const read = async ({ people, customers, occurrences, outbox }: Stores) => ({
    people: await people.all(),
    customers: await customers.all(),
    occurrences: (await occurrences.all()).toSorted((a, b) => (a.key < b.key ? -1 : 1)),
    outbox: await outbox.counts(),
  })
  const all = await database.transaction(read)
  await database.close()
  return all
}

/** A company that has lived a month on SQLite. */
async function livedOnSqlite() {
  const home = scratchFolder()
  const { client, stop } = await startSimulator({ home })
  await client.say('E003', '我的跟进')
  await client.advance('P1M')
  await stop()
  return { home, from: simulatorDatabase(`sqlite:${join(home, 'hearback.sqlite')}`) }
}

describe('migrate --from sqlite --to postgres', () => {
  test('everything is there, compared, and the company goes on where it was', async () => {
    const { home, from } = await livedOnSqlite()
    const base = await server.createDatabase()
    const to = simulatorDatabase(base)
    const move = () => runVerb(['migrate', '--from', from, '--to', to], { HEARBACK_HOME: home })

    const first = await move()
    expect(first.err).toBe('')
    expect(first.code).toBe(0)
    expect(first.out).toMatch(/\d+ rows in \d+ tables are the same on both sides/)
    expect(first.out).toMatch(/^person: 16$/m)
    expect(await everything(to)).toEqual(await everything(from))

    const again = await move()
    expect(again.out).toBe(first.out)

    const { client, stop } = await startSimulator({ home, env: { DATABASE_URL: base } })
    expect(last(await client.say('E003', '我的跟进'), 'dm:E003').text).toMatch(/跟进/)
    await stop()

    const after = await move()
    expect(after.code).toBe(1)
    expect(after.err).toContain('The target holds data of its own')
  })

  test('a copy that was cut off begins anew; other people’s data is left alone; wrong usage says how', async () => {
    const { home, from } = await livedOnSqlite()
    const to = simulatorDatabase(await server.createDatabase())
    const env = { HEARBACK_HOME: home }
    const half = openDatabase(to)
    onTestFinished(() => half.close())
    await half.migrate()
    await half.transaction(async ({ settings }) => {
      await settings.set('copied-from-elsewhere', 'yes')
      await settings.set('left over', 'from a copy that was cut off')
    })
    expect((await runVerb(['migrate', '--from', from, '--to', to], env)).code).toBe(0)
    expect(await half.transaction(({ settings }) => settings.get('left over'))).toBeNull()

    const { err, code } = await runVerb(['migrate', '--from', to, '--to', from], env)
    expect(code).toBe(1)
    expect(err).toContain('--from sqlite:PATH --to postgres://')
  })
})
