import { Worker } from 'bullmq'
import { type Log, loggable } from '#core'
import type { openRedis } from './redis.ts'

export const PREFIX = 'hearback'

/** A worker that dies is noticed after about these. */
export const LOCK_MS = 10_000
const STALLED_MS = 5000

/** What a job in Redis holds: keys, nothing else. */
export interface PageData {
  readonly keys: readonly string[]
}

interface WorkerParts {
  /** Of the queue. */
  readonly name: string
  readonly connection: ReturnType<typeof openRedis>
  /** Pages at a time. */
  readonly concurrency: number
  readonly log: Log
  readonly run: (id: string, job: string, keys: readonly string[]) => Promise<void>
}

/** Takes pages from a queue. */
export function openWorker({ name, connection, concurrency, log, run }: WorkerParts): Worker<PageData> {
  const worker = new Worker<PageData>(
    name,
    async ({ id = '', name: job, data }) => {
      try {
        await run(id, job, data.keys)
      } catch (error) {
        // Redis keeps what a fault says, which may quote what somebody wrote: it gets the code alone.
        throw new Error(loggable(error).code, { cause: error })
      }
    },
    {
      connection,
      prefix: PREFIX,
      concurrency,
      lockDuration: LOCK_MS,
      stalledInterval: STALLED_MS,
      removeOnComplete: { count: 0 },
      removeOnFail: { count: 0 },
    },
  )
  worker.on('error', () => {})
  worker.on('failed', (job, error) => {
    const count = job?.data.keys.length ?? 0
    log.error('job.failed', { job: job?.name ?? '', count, ...loggable(error.cause ?? error) })
  })
  return worker
}
