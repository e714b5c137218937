import { afterAll, describe, expect, onTestFinished, test } from 'vitest'
import type { Log } from '#core'
import type { Database, Stores } from '#db'
import { deliverJob, LeaseKeeper } from '#jobs'
import { systemRandom } from '#vault'
import { systemClock } from '../../src/system-clock.ts'
import { DATABASES, openTestDatabase, stopPostgres } from '../support/open-test-database.ts'
import { RecordingAdapter } from '../support/recording-adapter.ts'

const silent: Log = { debug() {}, info() {}, warn() {}, error() {} }
const HOUR_MS = 3_600_000

afterAll(stopPostgres)

/** A keeper that has its lease. */
async function keeper(database: Database, { fail = false } = {}) {
  const begun = Promise.withResolvers<void>()
  const ended = Promise.withResolvers<boolean>()
  const one = new LeaseKeeper<Stores>({
    database,
    name: 'gateway',
    owner: 'me',
    clock: systemClock,
    log: silent,
    forMs: HOUR_MS,
    async onHeld() {
      begun.resolve()
      if (fail) throw new Error('no connection')
    },
    onEnd: async (orderly) => ended.resolve(orderly),
  })
  onTestFinished(() => one.stop())
  one.start()
  await begun.promise
  return { one, ended: ended.promise }
}

/** Somebody else has it, and this process does not know yet. */
async function takenByOther(database: Database): Promise<void> {
  await database.transaction(async ({ leases }) => {
    await leases.renew('gateway', 1, -1)
    expect(await leases.take('gateway', 'other', HOUR_MS)).toBe(2)
  })
}

describe.each(DATABASES)('a lease on %s', (kind) => {
  test('what the database no longer grants claims nothing and sends nothing', async () => {
    const database = await openTestDatabase(kind)
    const { one } = await keeper(database)
    const adapter = new RecordingAdapter()
    const job = deliverJob<Stores>(
      {
        database,
        destination: async () => ({ adapter, to: { kind: 'user', userId: 'u' } }),
        render: async (_, rows) => rows.map(() => ({ text: '你好' })),
        clock: systemClock,
        random: systemRandom,
        log: silent,
        maySend: () => true,
        onOutcome() {},
        onSpending() {},
        guard: one,
      },
      { route: 'recorder/test', limits: {} },
    )
    const owe = (key: string) =>
      database.transaction(({ outbox }) =>
        outbox.add(
          [
            {
              draft: {
                key,
                to: { kind: 'person', person: key },
                class: 'answer',
                content: { kind: 'message', message: { text: '你好' } },
              },
              to: { route: 'recorder/test', address: `recorder/test/user/${key}` },
            },
          ],
          0,
        ),
      )
    await owe('a')
    await job.run(await job.due(10))
    expect(adapter.arrived.map(({ key }) => key)).toEqual(['a'])

    await owe('b')
    await takenByOther(database)
    expect(one.valid()).toBe(true)
    await expect(job.run(['b'])).rejects.toMatchObject({ code: 'lease-lost' })
    expect(adapter.arrived).toHaveLength(1)
    expect(await database.transaction(({ outbox }) => outbox.counts())).toMatchObject({ pending: 1, claimed: 0 })
  })

  test('a holder that cannot begin gives it back; one that stops finishes and gives it back', async () => {
    const database = await openTestDatabase(kind)
    const free = () => database.transaction(({ leases }) => leases.take('gateway', 'other', -1))
    const failing = await keeper(database, { fail: true })
    expect(await failing.ended).toBe(false)
    await failing.one.stop()
    expect(await free()).not.toBeNull()
    const { one, ended } = await keeper(database)
    expect(await free()).toBeNull()
    await one.stop()
    expect(await ended).toBe(true)
    expect(await free()).not.toBeNull()
  })
})

test('on PostgreSQL nobody takes it between the look and the end of the transaction', async () => {
  const database = await openTestDatabase('postgres')
  const { one } = await keeper(database)
  const order: string[] = []
  const looked = Promise.withResolvers<void>()
  const other = looked.promise.then(() => takenByOther(database)).then(() => order.push('taken'))
  await database.transaction(async (stores) => {
    await one.check(stores)
    looked.resolve()
    // As long as the other needs to come to the row and wait there.
    await stores.settings.set('a', 'b')
    for (let asked = 0; asked < 50; asked++) await stores.settings.get('a')
    order.push('claimed')
  })
  await other
  expect(order).toEqual(['claimed', 'taken'])
})
