import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import type { Log, OutboxRow } from '#core'
import { openDatabase, type Stores } from '#db'
import { type DeliverParts, deliverJob, LocalDriver, settleUncertainJob } from '#jobs'
import { systemRandom } from '#vault'
import { postgresPool } from '../../db/dialects/postgres.ts'
import { MIGRATIONS } from '../../db/migrations/index.ts'
import { systemClock } from '../../src/system-clock.ts'
import { draftTo, people } from '../support/delivering.ts'
import { type PostgresServer, startPostgres } from '../support/postgres-server.ts'
import { RecordingAdapter } from '../support/recording-adapter.ts'
import { runVerb } from '../support/run-verb.ts'
import { scratchFolder } from '../support/scratch.ts'
import { PLATFORM_ENV, startCompany } from '../support/start-company.ts'

const silent: Log = { debug() {}, info() {}, warn() {}, error() {} }

let server: PostgresServer
beforeAll(async () => {
  server = await startPostgres()
})
afterAll(() => server.stop())

/** Tables whose statistics were refreshed by us, not by the server in its own time. */
async function analyzed(url: string): Promise<string[]> {
  const pool = postgresPool(url)
  const { rows } = await pool.query('select relname from pg_stat_user_tables where last_analyze is not null')
  await pool.end()
  return rows.map((row) => row.relname)
}

test('after an import, and after planning, the planner knows what is in the tables', async () => {
  const url = await server.createDatabase()
  const folder = scratchFolder()
  const file = join(folder, 'people.csv')
  writeFileSync(file, ['id,name', ...people(300).map((id) => `${id},${id}`)].join('\n'))
  const { code, err } = await runVerb(['import', 'people', file], {
    ...PLATFORM_ENV,
    HEARBACK_HOME: folder,
    DATABASE_URL: url,
  })
  expect([err, code]).toEqual(['', 0])
  expect(await analyzed(url)).toContain('person')

  const planned = await server.createDatabase()
  await startCompany({ env: { DATABASE_URL: planned } })
  expect(await analyzed(planned)).toContain('occurrence')
})

test('two processes migrate the same empty database at once: every change is made once', async () => {
  const url = await server.createDatabase()
  const migrate = () => runVerb(['migrate'], { ...PLATFORM_ENV, HEARBACK_HOME: scratchFolder(), DATABASE_URL: url })
  const results = await Promise.all([migrate(), migrate()])
  expect(results.map(({ code, err }) => [code, err])).toEqual([
    [0, ''],
    [0, ''],
  ])
  const database = openDatabase(url)
  onTestFinished(() => database.close())
  expect(await database.applied()).toEqual(Object.keys(MIGRATIONS))
})

test('more transactions at once than there are connections: all wait their turn, none is lost', async () => {
  const database = openDatabase(await server.createDatabase())
  onTestFinished(() => database.close())
  await database.migrate()
  const marks = people(100).map((key) => database.transaction(({ seen }) => seen.mark(key, 1)))
  expect((await Promise.all(marks)).every(Boolean)).toBe(true)
})

test('PostgreSQL dies and comes back in the middle of a storm: everything arrives, and once', async () => {
  const count = 2000
  const database = openDatabase(await server.createDatabase())
  onTestFinished(() => database.close())
  await database.migrate()
  const adapter = new RecordingAdapter()
  const parts: DeliverParts<Stores> = {
    database,
    destination: async (_, { to }) =>
      to.kind === 'person' ? { adapter, to: { kind: 'user', userId: to.person } } : null,
    render: async (_, rows: readonly OutboxRow[]) =>
      rows.map(({ content }) => (content.kind === 'message' ? content.message : null)),
    clock: systemClock,
    random: systemRandom,
    log: silent,
    maySend: () => true,
    onOutcome: () => {},
    onSpending: () => {},
    patience: { answerMs: 500, lagMs: 100, claimMs: 2000 },
  }
  await database.transaction(({ outbox }) =>
    outbox.add(
      people(count).map((person) => ({
        draft: draftTo(person, 'hello'),
        to: { route: 'recorder/test', address: `recorder/test/user/${person}` },
      })),
      systemClock.now(),
    ),
  )
  const { promise: midway, resolve } = Promise.withResolvers<void>()
  const send = adapter.send.bind(adapter)
  adapter.send = async (post) => {
    if (adapter.arrived.length === count / 4) resolve()
    return send(post)
  }
  const driver = new LocalDriver(systemClock, silent)
  driver.start([deliverJob(parts, { route: 'recorder/test', limits: {} }), settleUncertainJob(parts)], true)
  await midway
  await server.down()
  await server.up()
  const sent = async () => (await database.transaction(({ outbox }) => outbox.counts())).sent
  while ((await sent().catch(() => 0)) < count) await driver.settled()
  await driver.stop(5000)
  expect(adapter.arrived).toHaveLength(count)
  expect(new Set(adapter.arrived.map(({ key }) => key)).size).toBe(count)
})
