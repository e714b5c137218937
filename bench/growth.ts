import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDatabase } from '#db'
import { BullmqDriver, type Job } from '#jobs'
import { openSqlite } from '../db/dialects/sqlite.ts'
import { openRedis } from '../src/jobs/redis.ts'
import { startPostgres } from '../test/support/postgres-server.ts'
import { RedisServer } from '../test/support/redis-server.ts'
import { fillDueOccurrences, fillFuture, fillFutureMessages } from './parts/future.ts'
import { silent } from './parts/null-platform.ts'
import { fillOutbox, HOUR, ROUTE } from './parts/storm-outbox.ts'
import { type Figure, figureTable, median, report } from './report.ts'

// What lies in the future must cost nothing now: the same work beside a thousand and beside a million future occurrences.
// Messages that wait for a later hour are few in practice; what a million of them would cost is shown beside it.
// `npm run bench:growth -- [many] [repeats]`: a smaller run is shown, not written down.
const [MANY = 1_000_000, REPEATS = 5] = process.argv.slice(2, 4).map(Number)
const FEW = 1000
const DUE_MESSAGES = 20_000
const DUE_OCCURRENCES = 10_000
const PAGE = 200
const SOON = 700

const folder = mkdtempSync(join(tmpdir(), 'hearback-bench-'))
const postgres = await startPostgres()
let runs = 0

/** What SQLite has put off is part of the work: done before it begins, and counted at its end. */
function writtenBack(url: string): void {
  if (!url.startsWith('sqlite:')) return
  const file = openSqlite(url.slice('sqlite:'.length))
  file.pragma('wal_checkpoint(PASSIVE)')
  file.close()
}

/** Messages claimed per second. */
async function claimMessages(url: string): Promise<number> {
  await fillOutbox(url, `due${runs++}-`, DUE_MESSAGES, HOUR - 1000)
  writtenBack(url)
  const database = openDatabase(url)
  const query = { route: ROUTE, methods: ['send', 'update'], now: HOUR, limit: PAGE, toClaim: true } as const
  const began = performance.now()
  let claimed = 0
  for (;;) {
    const rows = await database.transaction(async ({ outbox }) =>
      outbox.claim(await outbox.due(query), { owner: 'bench', forMs: 60_000 }),
    )
    if (rows.length === 0) break
    claimed += rows.length
    const outcomes = rows.map(({ key }) => ({ key, state: 'sent', messageId: null }) as const)
    await database.transaction(({ outbox }) => outbox.settle('bench', outcomes, HOUR))
  }
  writtenBack(url)
  const seconds = (performance.now() - began) / 1000
  if (claimed !== DUE_MESSAGES) throw new Error(`${claimed} of ${DUE_MESSAGES}`)
  await database.close()
  return claimed / seconds
}

/** Occurrences found due and closed per second. */
async function closeOccurrences(url: string): Promise<number> {
  await fillDueOccurrences(url, `due${runs++}-`, DUE_OCCURRENCES, HOUR)
  writtenBack(url)
  const database = openDatabase(url)
  const began = performance.now()
  let closed = 0
  for (;;) {
    const done = await database.transaction(async ({ occurrences }) => {
      const ids = await occurrences.dueIds(HOUR, PAGE)
      for (const id of ids) {
        const occurrence = await occurrences.byId(id)
        if (occurrence) await occurrences.change({ ...occurrence, state: 'done', nextAt: null, closedAt: HOUR })
      }
      return ids.length
    })
    if (done === 0) break
    closed += done
  }
  writtenBack(url)
  const seconds = (performance.now() - began) / 1000
  if (closed !== DUE_OCCURRENCES) throw new Error(`${closed} of ${DUE_OCCURRENCES}`)
  await database.close()
  return closed / seconds
}

/** Milliseconds of a look that finds nothing due. */
async function idle(url: string): Promise<number> {
  const database = openDatabase(url)
  const query = { route: ROUTE, methods: ['send', 'update'], now: HOUR, limit: PAGE } as const
  const times: number[] = []
  for (let n = 0; n < 50; n++) {
    const began = performance.now()
    await database.transaction(async ({ outbox, occurrences }) => {
      await outbox.due(query)
      await outbox.nextDue(ROUTE, 'send')
      await outbox.nextDue(ROUTE, 'update')
      await occurrences.dueIds(HOUR, PAGE)
      await occurrences.nextDue()
    })
    times.push(performance.now() - began)
  }
  await database.close()
  return median(times)
}

/** Bytes a fresh Redis holds for what is to come, and the jobs that lie in it. */
async function redisMemory(url: string): Promise<{ bytes: number; held: number }> {
  const redis = await RedisServer.start()
  const connection = openRedis(redis.url)
  const used = async () => Number(/used_memory:(\d+)/.exec(await connection.info('memory'))?.[1])
  const before = await used()
  const database = openDatabase(url)
  const clock = { now: () => HOUR, real: () => Date.now(), elapsed: () => performance.now() }
  const job: Job = {
    name: 'follow-up',
    due: (limit) => database.transaction(({ occurrences }) => occurrences.dueIds(HOUR, limit)),
    next: async () => null,
    ahead: (ms, limit) => database.transaction(({ occurrences }) => occurrences.ahead(HOUR, HOUR + ms, limit)),
    run: async () => {},
  }
  const driver = new BullmqDriver({ url: redis.url, name: 'growth', clock, log: silent })
  driver.start([job], false)
  const held = () => connection.zcard('hearback:growth:delayed')
  let seen = -1
  for (let now = await held(); now === 0 || now !== seen; now = await held()) {
    seen = now
    await new Promise((resolve) => setTimeout(resolve, 500))
  }
  const bytes = (await used()) - before
  await driver.stop(2000)
  await database.close()
  connection.disconnect()
  await redis.stop()
  return { bytes, held: seen }
}

/** The rate beside many, of that beside few; in turn, so that neither has the quieter machine. */
async function ratio(
  repeat: number,
  rate: (url: string) => Promise<number>,
  { few, many }: Record<'few' | 'many', string>,
): Promise<number> {
  const urls = repeat % 2 === 0 ? [few, many] : [many, few]
  const rates = new Map<string, number>()
  for (const url of urls) rates.set(url, await rate(url))
  return (rates.get(many) ?? 0) / (rates.get(few) ?? Number.NaN)
}

const DATABASES = {
  SQLite: async () => `sqlite:${join(folder, `growth-${runs++}.sqlite`)}`,
  PostgreSQL: () => postgres.createDatabase(),
}
const figures: Figure[] = []
const details: string[] = []
for (const [name, create] of Object.entries(DATABASES)) {
  const [few, many] = [await create(), await create()]
  await fillFuture(few, FEW, HOUR, SOON)
  await fillFuture(many, MANY, HOUR, SOON)
  const messages: number[] = []
  const occurrences: number[] = []
  for (let repeat = 0; repeat < REPEATS; repeat++) {
    messages.push(await ratio(repeat, claimMessages, { few, many }))
    occurrences.push(await ratio(repeat, closeOccurrences, { few, many }))
    process.stderr.write(`${name} ${repeat + 1}: ${messages.at(-1)} ${occurrences.at(-1)}\n`)
  }
  await fillFutureMessages(few, FEW, HOUR)
  await fillFutureMessages(many, MANY, HOUR)
  const later: number[] = []
  for (let repeat = 0; repeat < REPEATS; repeat++) later.push(await ratio(repeat, claimMessages, { few, many }))
  details.push(
    `| ${name}: messages claimed and settled beside as many for later, ratio | 1 | ${median(later).toFixed(2)} |`,
  )
  figures.push(
    {
      what: `${name}: messages claimed and settled, of the rate beside ${FEW}`,
      seen: median(messages),
      wanted: { least: 0.75 },
    },
    {
      what: `${name}: occurrences found and closed, of the rate beside ${FEW}`,
      seen: median(occurrences),
      wanted: { least: 0.75 },
    },
  )
  details.push(
    `| ${name}: a look that finds nothing, ms | ${(await idle(few)).toFixed(3)} | ${(await idle(many)).toFixed(3)} |`,
  )
  if (name === 'SQLite') {
    const [small, large] = [await redisMemory(few), await redisMemory(many)]
    figures.push({
      what: `Redis memory with ${SOON} due soon, of the same beside ${FEW}`,
      seen: large.bytes / small.bytes,
      wanted: { most: 1.1 },
    })
    details.push(`| jobs held in Redis | ${small.held} | ${large.held} |`)
    details.push(`| Redis memory, kB | ${Math.round(small.bytes / 1024)} | ${Math.round(large.bytes / 1024)} |`)
  }
}
await postgres.stop()
rmSync(folder, { recursive: true })
const lines = [
  `${DUE_MESSAGES} messages and ${DUE_OCCURRENCES} occurrences due, beside ${MANY} future occurrences and beside ${FEW}; ${REPEATS} interleaved repeats, medians of the ratios.`,
  '',
  ...figureTable(figures),
  '',
  `| | beside ${FEW} | beside ${MANY} |`,
  '|---|---|---|',
  ...details,
]
if (MANY === 1_000_000) report('growth', lines)
else process.stdout.write(`${lines.join('\n')}\n`)
