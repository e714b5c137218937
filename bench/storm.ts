import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDatabase } from '#db'
import { BullmqDriver, LocalDriver, type QueueDriver } from '#jobs'
import { startPostgres } from '../test/support/postgres-server.ts'
import { RedisServer } from '../test/support/redis-server.ts'
import { bareBullmq, bareSqlite } from './parts/bare-loops.ts'
import { NullPlatform, silent } from './parts/null-platform.ts'
import { graphileRate, installPeers, pgBossRate } from './parts/peers.ts'
import { fillOutbox, HOUR, ROUTE, sender } from './parts/storm-outbox.ts'
import { figureTable, median, report } from './report.ts'

// Monday, nine o'clock: everything is due at once. The engine alone, on a platform that takes everything at once.

// `npm run bench:storm -- [count] [repeats] [parts…]`: a smaller run is shown, not written down.
const [COUNT = 100_000, REPEATS = 3] = process.argv.slice(2, 4).map(Number)
const only = process.argv.slice(4)
const PAGE = 200
const BULLMQ_CONCURRENCY = 8
const CLAIMERS = 4
const PEER_COUNT = COUNT / 5
const BEFORE_MS = 1000

const folder = mkdtempSync(join(tmpdir(), 'hearback-bench-'))
const redis = await RedisServer.start()
const postgres = await startPostgres()
let databases = 0
const sqliteUrl = () => `sqlite:${join(folder, `storm-${databases++}.sqlite`)}`

async function filled(url: string, count: number): Promise<string> {
  const database = openDatabase(url)
  await database.migrate()
  await database.close()
  await fillOutbox(url, 'a', count, HOUR)
  return url
}

interface Storm {
  readonly perSecond: number
  /** After the hour struck. */
  readonly firstMs: number
  /** How many of the first tenth are of the most urgent class. */
  readonly urgentFirst: number
}

/** Everything due at the hour, sent by the product. */
async function storm(
  url: string,
  driverOf: (clock: ReturnType<typeof sender>['clock']) => QueueDriver,
): Promise<Storm> {
  await filled(url, COUNT)
  const began = performance.now()
  const hour = began + BEFORE_MS
  const platform = new NullPlatform()
  const { database, clock, job } = sender(url, platform, () => Math.floor(HOUR + performance.now() - hour))
  const { promise, resolve } = Promise.withResolvers<void>()
  let first = 0
  let urgentFirst = 0
  platform.onSent = ({ key }) => {
    if (platform.sent === 1) first = performance.now()
    if (platform.sent <= COUNT / 10 && Number(key.slice(2)) % 5 === 0) urgentFirst++
    if (platform.sent === COUNT) resolve()
  }
  const driver = driverOf(clock)
  driver.start([job], true)
  await promise
  await driver.settled()
  const seconds = (performance.now() - hour) / 1000
  const { sent } = await database.transaction(({ outbox }) => outbox.counts())
  if (sent !== COUNT || platform.sent !== COUNT) throw new Error(`${platform.sent} sent, ${sent} known to be`)
  await driver.stop(5000)
  await database.close()
  return { perSecond: COUNT / seconds, firstMs: first - hour, urgentFirst }
}

/** Claims and settles on PostgreSQL with nothing between. */
async function claimRate({ url, count, batch, claimers }: Parameters<typeof pgBossRate>[0]): Promise<number> {
  await filled(url, count)
  const database = openDatabase(url)
  const began = performance.now()
  let owners = 0
  const claimer = async () => {
    for (;;) {
      const owner = String(owners++)
      const query = { route: ROUTE, methods: ['send', 'update'], now: HOUR, limit: batch, toClaim: true } as const
      const rows = await database.transaction(async ({ outbox }) =>
        outbox.claim(await outbox.due(query), { owner, forMs: 60_000 }),
      )
      if (rows.length === 0) return
      const outcomes = rows.map(({ key }) => ({ key, state: 'sent', messageId: null }) as const)
      await database.transaction(({ outbox }) => outbox.settle(owner, outcomes, HOUR))
    }
  }
  await Promise.all(Array.from({ length: claimers }, claimer))
  const seconds = (performance.now() - began) / 1000
  const { sent } = await database.transaction(({ outbox }) => outbox.counts())
  if (sent !== count) throw new Error(`${sent} of ${count}`)
  await database.close()
  return count / seconds
}

installPeers()
const local = (clock: ReturnType<typeof sender>['clock']) => new LocalDriver(clock, silent)
const bullmq = (clock: ReturnType<typeof sender>['clock']) =>
  new BullmqDriver({ url: redis.url, name: `storm-${databases}`, clock, log: silent })
const runs = {
  sqlite: [] as Storm[],
  bareSqlite: [] as number[],
  bullmq: [] as Storm[],
  bareBullmq: [] as number[],
  postgres: [] as Storm[],
  claim: [] as number[],
  boss: [] as number[],
  graphile: [] as number[],
}
const say = (what: string) => process.stderr.write(`${what}\n`)
const steps: Record<string, () => Promise<void>> = {
  sqlite: async () => void runs.sqlite.push(await storm(sqliteUrl(), local)),
  bareSqlite: async () => {
    const path = (await filled(sqliteUrl(), COUNT)).slice('sqlite:'.length)
    runs.bareSqlite.push(bareSqlite(path, PAGE))
  },
  bullmq: async () => void runs.bullmq.push(await storm(sqliteUrl(), bullmq)),
  bareBullmq: async () => void runs.bareBullmq.push(await bareBullmq(redis.url, COUNT, BULLMQ_CONCURRENCY)),
  claim: async () => void runs.claim.push(await claimRate(await peer())),
  boss: async () => void runs.boss.push(await pgBossRate(await peer())),
  graphile: async () => void runs.graphile.push(await graphileRate(await peer())),
  postgres: async () => void runs.postgres.push(await storm(await postgres.createDatabase(), local)),
}
const peer = async () => ({ url: await postgres.createDatabase(), count: PEER_COUNT, batch: PAGE, claimers: CLAIMERS })
for (let repeat = 0; repeat < REPEATS; repeat++) {
  for (const [name, step] of Object.entries(steps)) {
    if (only.length > 0 && !only.includes(name)) continue
    const began = performance.now()
    await step()
    say(
      `${name}: ${JSON.stringify(runs[name as keyof typeof runs].at(-1))} ${(performance.now() - began).toFixed(0)} ms`,
    )
  }
}
await redis.stop()
await postgres.stop()
rmSync(folder, { recursive: true })

const rate = (name: 'sqlite' | 'bullmq' | 'postgres') => median(runs[name].map(({ perSecond }) => perSecond))
const bare = (name: 'bareSqlite' | 'bareBullmq' | 'claim' | 'boss' | 'graphile') => median(runs[name])
const better = Math.max(bare('boss'), bare('graphile'))
const firsts = [...runs.sqlite, ...runs.bullmq, ...runs.postgres].map(({ firstMs }) => firstMs / 1000)
const urgent = [...runs.sqlite, ...runs.bullmq, ...runs.postgres].map(({ urgentFirst }) => (urgentFirst * 10) / COUNT)
if (only.length === 0) {
  const lines = [
    `${COUNT} messages for ${COUNT / 2} people due at the hour, the engine alone, ${REPEATS} interleaved repeats, medians.`,
    '',
    ...figureTable([
      {
        what: `SQLite: claim, send (nothing), settle, of a bare claim-and-acknowledge loop on the same table in pages of ${PAGE}`,
        seen: rate('sqlite') / bare('bareSqlite'),
        wanted: { least: 0.5 },
      },
      {
        what: `BullMQ over SQLite, of bare BullMQ with jobs that do nothing, concurrency ${BULLMQ_CONCURRENCY}`,
        seen: rate('bullmq') / bare('bareBullmq'),
        wanted: { least: 0.5 },
      },
      {
        what: `PostgreSQL: claim and settle, of the better of pg-boss and graphile-worker, batches of ${PAGE}, ${CLAIMERS} at a time`,
        seen: bare('claim') / better,
        wanted: { least: 1 },
      },
      {
        what: 'first send after the hour, s, the worst of all repeats',
        seen: Math.max(...firsts),
        wanted: { most: 1 },
        digits: 3,
      },
      {
        what: 'share of the most urgent class among the first tenth',
        seen: Math.min(...urgent),
        wanted: { least: 0.99 },
        digits: 3,
      },
    ]),
    '',
    '| | per second |',
    '|---|---|',
    ...Object.entries({
      'the product on SQLite': rate('sqlite'),
      'bare loop on SQLite': bare('bareSqlite'),
      'the product with BullMQ, SQLite': rate('bullmq'),
      'bare BullMQ': bare('bareBullmq'),
      'the product on PostgreSQL': rate('postgres'),
      'claim and settle on PostgreSQL': bare('claim'),
      'pg-boss': bare('boss'),
      'graphile-worker': bare('graphile'),
    }).map(([name, value]) => `| ${name} | ${value.toFixed(0)} |`),
  ]
  if (COUNT === 100_000) report('storm', lines)
  else process.stdout.write(`${lines.join('\n')}\n`)
}
