import { Queue, Worker } from 'bullmq'
import { openSqlite } from '../../db/dialects/sqlite.ts'
import { openRedis } from '../../src/jobs/redis.ts'
import { HOUR, ROUTE } from './storm-outbox.ts'

/** Claims and acknowledges what is due in the outbox, page by page, durably, and nothing else; rows per second. */
export function bareSqlite(path: string, page: number): number {
  const file = openSqlite(path)
  const claim = file.prepare(
    `update outbox set state = 'claimed', code = ?, decision = ?, attempts = attempts + 1 where seq in
     (select seq from outbox where state = 'pending' and route = ? and not_before <= ? limit ?) returning *`,
  )
  const acknowledge = file.prepare(
    `update outbox set state = 'sent', settled_at = ?, code = null, decision = null
     where seq in (select value from json_each(?)) and code = ?`,
  )
  const began = performance.now()
  let done = 0
  for (let owner = 0; ; owner++) {
    const rows = claim.all(String(owner), HOUR + 60_000, ROUTE, HOUR, page) as { seq: number }[]
    if (rows.length === 0) break
    done += acknowledge.run(HOUR, JSON.stringify(rows.map(({ seq }) => seq)), String(owner)).changes
  }
  const seconds = (performance.now() - began) / 1000
  file.close()
  return done / seconds
}

/** Jobs that do nothing, waiting in a BullMQ queue of their own; jobs per second. */
export async function bareBullmq(url: string, count: number, concurrency: number): Promise<number> {
  const name = `bare-${Date.now()}`
  const connection = openRedis(url)
  const queue = new Queue(name, { connection })
  const options = { removeOnComplete: true, removeOnFail: true }
  for (let from = 0; from < count; from += 1000) {
    await queue.addBulk(
      Array.from({ length: Math.min(1000, count - from) }, (_, n) => ({
        name: 'nothing',
        data: { keys: [`a-${from + n}`] },
        opts: { jobId: `a-${from + n}`, ...options },
      })),
    )
  }
  const { promise, resolve } = Promise.withResolvers<void>()
  let done = 0
  const began = performance.now()
  const reading = openRedis(url)
  const worker = new Worker(name, async () => {}, { connection: reading, concurrency, ...NOTHING_KEPT })
  worker.on('completed', () => {
    if (++done === count) resolve()
  })
  await promise
  const seconds = (performance.now() - began) / 1000
  await worker.close()
  await queue.obliterate({ force: true })
  await queue.close()
  connection.disconnect()
  reading.disconnect()
  return count / seconds
}

const NOTHING_KEPT = { removeOnComplete: { count: 0 }, removeOnFail: { count: 0 } }
