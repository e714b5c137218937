import { expect, onTestFinished, test } from 'vitest'
import type { Adapter, Log } from '#core'
import type { Database } from '#db'
import { systemRandom } from '#vault'
import { ExclusiveGateway } from '../../src/exclusive-gateway.ts'
import { systemClock } from '../../src/system-clock.ts'
import { openTestDatabase } from '../support/open-test-database.ts'
import { RecordingAdapter } from '../support/recording-adapter.ts'

const LEASE_MS = 1000
const HOUR_MS = 3_600_000

/** A platform that connects when the test lets it. */
class SlowAdapter extends RecordingAdapter {
  readonly asked = Promise.withResolvers<void>()
  /** Told to go, and told so after it had connected all the same. */
  readonly gone = Promise.withResolvers<void>()
  readonly goneAgain = Promise.withResolvers<void>()
  readonly #let = Promise.withResolvers<void>()
  connected = false
  starts = 0

  override async start(): Promise<void> {
    this.starts++
    this.asked.resolve()
    await this.#let.promise
    this.connected = true
  }

  override async stop(): Promise<void> {
    if (this.connected) this.goneAgain.resolve()
    this.connected = false
    this.gone.resolve()
  }

  connect(): void {
    this.#let.resolve()
  }
}

/** A gateway of two platforms on a database that tells when the lease was renewed, and when work may begin. */
async function gateway(leaseMs = LEASE_MS) {
  const database = await openTestDatabase()
  const adapters = [new SlowAdapter(), new SlowAdapter()] as const
  const working = Promise.withResolvers<void>()
  const logged: string[] = []
  const write = (event: string) => void logged.push(event)
  const log: Log = { debug: write, info: write, warn: write, error: write }
  const watched = renewalsOf(database)
  const one = new ExclusiveGateway({
    adapters,
    database: watched.database,
    clock: systemClock,
    random: systemRandom,
    log,
    leaseMs,
    jobs: () => {
      working.resolve()
      return []
    },
    listen: (adapter: Adapter) => adapter.start(async () => ({})),
    ignore: (adapter: Adapter) => adapter.stop(),
  })
  onTestFinished(() => one.stop())
  one.start()
  return { one, database, adapters, working: working.promise, logged, renewed: watched.renewed }
}

/** The same database; resolves when a lease was renewed on it so many times. */
function renewalsOf(database: Database) {
  let count = 0
  const watching = new Set<() => void>()
  const watched: Database = {
    ...database,
    transaction: (work) =>
      database.transaction((stores) => {
        const { leases } = stores
        const renew: typeof leases.renew = async (...lease) => {
          const renewed = await leases.renew(...lease)
          count++
          for (const look of watching) look()
          return renewed
        }
        return work({ ...stores, leases: { ...leases, renew } })
      }),
  }
  const renewed = async (times: number) => {
    const { promise, resolve } = Promise.withResolvers<void>()
    const look = () => count >= times && resolve()
    watching.add(look)
    look()
    await promise
    watching.delete(look)
  }
  return { database: watched, renewed }
}

const held = (database: Database) =>
  database.transaction(({ leases }) => leases.take('gateway', 'other', HOUR_MS)).then((token) => token === null)

test('platforms that take longer to connect than a lease lasts do not lose it', async () => {
  const { database, adapters, working, renewed, logged } = await gateway()
  const [first, second] = adapters
  await first.asked.promise
  // Half as long again as it lasts when nobody renews it.
  await renewed(8)
  expect(await held(database)).toBe(true)
  first.connect()
  await second.asked.promise
  await renewed(16)
  expect(await held(database)).toBe(true)
  second.connect()
  await working
  expect(adapters.map(({ connected, starts }) => [connected, starts])).toEqual([
    [true, 1],
    [true, 1],
  ])
  expect(logged).not.toContain('lease.lost')
})

test('whoever loses it while its platforms connect connects no other, and leaves those it has', async () => {
  const { one, database, adapters, logged } = await gateway()
  const [first, second] = adapters
  first.connect()
  await second.asked.promise
  await database.transaction(async ({ leases }) => {
    await leases.renew('gateway', 1, -1)
    expect(await leases.take('gateway', 'other', HOUR_MS)).toBe(2)
  })
  await first.gone.promise
  expect(logged).toContain('lease.lost')
  // What it was in the middle of comes to its end: it must not stay.
  await second.gone.promise
  second.connect()
  await second.goneAgain.promise
  await one.stop()
  expect(adapters.map(({ connected, starts }) => [connected, starts])).toEqual([
    [false, 1],
    [false, 1],
  ])
  expect(await database.transaction(({ leases }) => leases.holds('gateway', 2))).toBe(true)
})

test('a stop in the middle of it leaves nothing connected, and nobody else begins before that is so', async () => {
  const { one, database, adapters } = await gateway(HOUR_MS)
  const [first, second] = adapters
  first.connect()
  await second.asked.promise
  await one.stop()
  // It could still connect: the lease runs out by itself.
  expect(first.connected).toBe(false)
  expect(await held(database)).toBe(true)
  second.connect()
  await second.goneAgain.promise
})
