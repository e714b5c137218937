import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { postgresPool } from '../../db/dialects/postgres.ts'
import { contentOf, ROUTE } from './storm-outbox.ts'

const FOLDER = fileURLToPath(new URL('../peers', import.meta.url))

/** Installs what the benchmarks are measured beside, where that was not done yet. */
export function installPeers(): void {
  if (existsSync(`${FOLDER}/node_modules/pg-boss`)) return
  execFileSync('npm', ['install', '--prefix', FOLDER, '--no-audit', '--no-fund', '--ignore-scripts'], {
    stdio: 'ignore',
  })
}

/** They are no part of the program: neither its compiler nor its package list knows them. */
async function peer<T>(name: string): Promise<T> {
  const path = createRequire(`${FOLDER}/package.json`).resolve(name)
  return (await import(pathToFileURL(path).href)) as T
}

interface PgBoss {
  on(event: 'error', hear: (error: Error) => void): void
  start(): Promise<unknown>
  createQueue(name: string): Promise<void>
  insert(name: string, jobs: { data: object }[]): Promise<unknown>
  fetch(name: string, options: { batchSize: number }): Promise<{ id: string }[]>
  complete(name: string, ids: string[]): Promise<unknown>
  stop(options: { graceful: boolean; wait: boolean; close: boolean }): Promise<void>
}

export interface PeerRun {
  readonly url: string
  readonly count: number
  /** Jobs fetched and completed together. */
  readonly batch: number
  /** How many do that at the same time. */
  readonly claimers: number
}

/** What a row of the outbox holds, so that everybody reads as much. */
function message(n: number): object {
  const person = `p${Math.floor(n / 2)}`
  return { key: `a-${n}`, lane: `person:${person}`, address: `${ROUTE}/user/${person}`, content: contentOf(n) }
}

/** Jobs per second that pg-boss fetches and completes in batches. */
export async function pgBossRate({ url, count, batch, claimers }: PeerRun): Promise<number> {
  const { PgBoss } = await peer<{ PgBoss: new (options: object) => PgBoss }>('pg-boss')
  const boss = new PgBoss({ connectionString: url, supervise: false, schedule: false, max: claimers + 2 })
  boss.on('error', () => {})
  await boss.start()
  await boss.createQueue('storm')
  for (let from = 0; from < count; from += 1000) {
    await boss.insert(
      'storm',
      Array.from({ length: 1000 }, (_, n) => ({ data: message(from + n) })),
    )
  }
  await analyzed(url)
  const began = performance.now()
  const claimer = async () => {
    for (;;) {
      const jobs = await boss.fetch('storm', { batchSize: batch })
      if (jobs.length === 0) return
      await boss.complete(
        'storm',
        jobs.map(({ id }) => id),
      )
    }
  }
  await Promise.all(Array.from({ length: claimers }, claimer))
  const seconds = (performance.now() - began) / 1000
  await boss.stop({ graceful: false, wait: true, close: true })
  return count / seconds
}

interface Graphile {
  run(options: object): Promise<{ stop(): Promise<void>; addJob: unknown; events: unknown }>
  makeWorkerUtils(options: object): Promise<{
    migrate(): Promise<void>
    release(): Promise<void>
    addJobs(jobs: { identifier: string; payload: object }[]): Promise<unknown>
  }>
  Logger: new (factory: () => () => void) => unknown
}

/** Jobs per second that graphile-worker does with its local queue and with outcomes written in batches: its fastest way. */
export async function graphileRate({ url, count, batch, claimers }: PeerRun): Promise<number> {
  const { run, makeWorkerUtils, Logger } = await peer<Graphile>('graphile-worker')
  const logger = new Logger(() => () => {})
  const utilities = await makeWorkerUtils({ connectionString: url, logger })
  await utilities.migrate()
  for (let from = 0; from < count; from += 1000) {
    await utilities.addJobs(
      Array.from({ length: 1000 }, (_, n) => ({ identifier: 'nothing', payload: message(from + n) })),
    )
  }
  await utilities.release()
  await analyzed(url)
  const { promise, resolve } = Promise.withResolvers<void>()
  let done = 0
  const began = performance.now()
  const runner = await run({
    connectionString: url,
    logger,
    noHandleSignals: true,
    taskList: {
      nothing: async () => {
        if (++done === count) resolve()
      },
    },
    preset: {
      worker: { concurrentJobs: batch * claimers, localQueue: { size: batch }, completeJobBatchDelay: 0 },
    },
  })
  await promise
  // Done is what has been written.
  await runner.stop()
  const seconds = (performance.now() - began) / 1000
  return count / seconds
}

async function analyzed(url: string): Promise<void> {
  const pool = postgresPool(url)
  await pool.query('analyze')
  await pool.query('checkpoint')
  await pool.end()
}
