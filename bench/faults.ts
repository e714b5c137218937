import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { OutboxRow, Post } from '#core'
import { type Database, openDatabase, type Stores } from '#db'
import { BullmqDriver, type DeliverParts, deliverJob, type Job, LocalDriver, type QueueDriver } from '#jobs'
import { systemRandom } from '#vault'
import { ClockGuard } from '../src/clock-guard.ts'
import { systemClock } from '../src/system-clock.ts'
import { LeapingClock } from '../test/support/leaping-clock.ts'
import { RedisServer } from '../test/support/redis-server.ts'
import { NullPlatform, silent } from './parts/null-platform.ts'
import { type Figure, figureTable, median, report } from './report.ts'

// How late things get under a fault: what the fault tests count, by the clock. Everything on SQLite.

const REPEATS = 3
const PER_SECOND = 100
const RECONCILE_S = 5
const POLL_S = 1
const PAUSE_MS = 5000

/** A platform that notes how long after it was due each message came, ms. */
class LatePlatform extends NullPlatform {
  readonly late: number[] = []
  readonly due = new Map<string, number>()
  pausedUntil = 0

  override onSent = ({ key }: Post) => void this.late.push(Date.now() - (this.due.get(key) ?? Date.now()))

  override async send(post: Post) {
    const pauseMs = this.pausedUntil - Date.now()
    if (pauseMs > 0) return { kind: 'refused', code: 'busy', permanent: false, retryAfterMs: pauseMs } as const
    return super.send(post)
  }

  get worstS(): number {
    return Math.max(...this.late) / 1000
  }
}

interface Outbox {
  readonly database: Database
  readonly alpha: LatePlatform
  readonly beta: LatePlatform
  readonly jobs: readonly Job[]
  /** So many messages to a platform, due in so many ms. */
  readonly add: (to: 'alpha' | 'beta', count: number, inMs: number) => Promise<void>
}

/** Two platforms and an empty outbox. */
async function outbox(folder: string): Promise<Outbox> {
  const database = openDatabase(`sqlite:${join(folder, `${systemRandom.id()}.sqlite`)}`)
  await database.migrate()
  const platforms = { alpha: new LatePlatform(), beta: new LatePlatform() }
  const parts: DeliverParts<Stores> = {
    database,
    destination: async (_, { address }) => {
      const [name = '', , , userId = ''] = address?.split('/') ?? []
      return { adapter: name === 'alpha' ? platforms.alpha : platforms.beta, to: { kind: 'user', userId } }
    },
    render: async (_, rows: readonly OutboxRow[]) => rows.map(() => ({ text: '到期提醒' })),
    clock: systemClock,
    random: systemRandom,
    log: silent,
    maySend: () => true,
    onOutcome: () => {},
    onSpending: () => {},
  }
  let count = 0
  return {
    database,
    ...platforms,
    jobs: ['alpha', 'beta'].map((name) => deliverJob(parts, { route: `${name}/bench`, limits: {} })),
    async add(name, many, inMs) {
      const now = Date.now()
      const drafts = Array.from({ length: many }, () => {
        const key = `m${count++}`
        platforms[name].due.set(key, now + inMs)
        return {
          draft: {
            key,
            to: { kind: 'person', person: key },
            class: 'visit',
            content: { kind: 'message', message: { text: '' } },
            notBefore: now + inMs,
          },
          to: { route: `${name}/bench`, address: `${name}/bench/user/${key}` },
        } as const
      })
      await database.transaction((stores) => stores.outbox.add(drafts, now))
    },
  }
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await wait(5)
}

async function withDriver(folder: string, driver: QueueDriver, work: (box: Outbox) => Promise<number>) {
  const box = await outbox(folder)
  driver.start(box.jobs, true)
  const seen = await work(box)
  await driver.stop(2000)
  await box.database.close()
  return seen
}

/** X2: what lay in Redis until it was due, forgotten by it a second before. */
async function refill(folder: string): Promise<number> {
  const redis = await RedisServer.start()
  const driver = new BullmqDriver({ url: redis.url, name: 'bench', clock: systemClock, log: silent })
  const seen = await withDriver(folder, driver, async ({ add, alpha }) => {
    await until(() => driver.health().driver === 'bullmq')
    await add('alpha', PER_SECOND, 8000)
    driver.wake()
    await wait(7000)
    await redis.command('FLUSHALL')
    await until(() => alpha.sent >= PER_SECOND)
    return alpha.worstS
  })
  await redis.stop()
  return seen
}

/** X7: what falls due, second by second, while Redis is gone. */
async function redisGone(folder: string): Promise<number> {
  const redis = await RedisServer.start()
  const driver = new BullmqDriver({ url: redis.url, name: 'bench', clock: systemClock, log: silent })
  const seconds = 6
  const seen = await withDriver(folder, driver, async ({ add, alpha }) => {
    await until(() => driver.health().driver === 'bullmq')
    for (let second = 1; second <= seconds; second++) await add('alpha', PER_SECOND, second * 1000)
    driver.wake()
    await redis.down()
    await until(() => alpha.sent >= seconds * PER_SECOND)
    return alpha.worstS
  })
  await redis.stop()
  return seen
}

/** X9: from the leap to the alarm, with nobody asking. */
async function alarm(folder: string): Promise<number> {
  const { database } = await outbox(folder)
  const clock = new LeapingClock(Date.now())
  const alarmed = Promise.withResolvers<number>()
  const log = { ...silent, error: () => alarmed.resolve(performance.now()) }
  const guard = new ClockGuard({ clock, database, log, ask: async () => {} })
  await guard.start()
  await wait(200)
  const from = performance.now()
  clock.leap(2 * 3_600_000)
  const seen = ((await alarmed.promise) - from) / 1000
  await guard.stop()
  await database.close()
  return seen
}

/** X16: one platform wants a pause; what is due at the other. */
function beside(folder: string): Promise<number> {
  const driver = new LocalDriver(systemClock, silent)
  return withDriver(folder, driver, async ({ add, alpha, beta }) => {
    alpha.pausedUntil = Date.now() + PAUSE_MS
    await add('alpha', PER_SECOND, 0)
    driver.wake()
    await wait(500)
    await add('beta', PER_SECOND, 0)
    driver.wake()
    await until(() => beta.sent >= PER_SECOND)
    return beta.worstS
  })
}

const MEASURES = [
  { what: 'X2: Redis forgets what it held; the worst delay, reconcile periods', by: refill, per: RECONCILE_S, most: 2 },
  {
    what: 'X7: Redis is gone; the worst delay of what falls due meanwhile, polls',
    by: redisGone,
    per: POLL_S,
    most: 2,
  },
  { what: 'X9: the clock leaps; until the alarm, polls', by: alarm, per: POLL_S, most: 1.05 },
  { what: 'X16: another platform wants a pause of 5 s; the worst delay beside it, s', by: beside, per: 1, most: 1 },
]

const folder = mkdtempSync(join(tmpdir(), 'hearback-bench-'))
const seen = MEASURES.map(() => [] as number[])
for (let repeat = 0; repeat < REPEATS; repeat++) {
  for (const [index, { by }] of MEASURES.entries()) seen[index]?.push(await by(folder))
}
rmSync(folder, { recursive: true })
const figures = MEASURES.map(({ what, per, most }, index): Figure => {
  return { what, seen: median(seen[index] ?? []) / per, wanted: { most } }
})
const worst = MEASURES.map(
  ({ what, per }, index) => `| ${what} | ${(Math.max(...(seen[index] ?? [])) / per).toFixed(2)} |`,
)
report('faults', [
  `How late things get under a fault, ${PER_SECOND} messages (in X7: each second), SQLite, ${REPEATS} interleaved repeats, medians. A reconcile period is ${RECONCILE_S} s, a poll ${POLL_S} s.`,
  '',
  ...figureTable(figures),
  '',
  '| | worst of the repeats |',
  '|---|---|',
  ...worst,
])
// BullMQ goes on looking for a Redis that is gone for good.
process.exit(0)
