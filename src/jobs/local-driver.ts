import { type Clock, type Log, loggable } from '#core'
import type { Job } from './job.ts'
import type { QueueDriver, QueueHealth } from './queue.ts'

const PAGE = 200
const POLL_MS = 1000
const FIRST_RETRY_MS = 1000
const LONGEST_RETRY_MS = 5 * 60_000

interface Failure {
  readonly attempts: number
  /** Elapsed time before which it is left alone. */
  readonly until: number
}

/** Polls the database in this process: the engine of an installation that has no Redis, and the stand-in while it is away. */
export class LocalDriver implements QueueDriver {
  readonly #clock: Clock
  readonly #log: Log
  readonly #failures = new Map<string, Failure>()
  #jobs: readonly Job[] = []
  #pass: Promise<number> | null = null
  #passedAt: number
  #stopping = false
  #timer: NodeJS.Timeout | null = null

  constructor(clock: Clock, log: Log) {
    this.#clock = clock
    this.#log = log
    this.#passedAt = clock.elapsed()
  }

  start(jobs: readonly Job[]): void {
    this.#jobs = jobs
    this.#stopping = false
    this.wake()
  }

  wake(): void {
    if (this.#stopping || this.#pass) return
    this.#loop().catch((error) => this.#log.error('queue.loop', loggable(error)))
  }

  async settled(): Promise<void> {
    while (!this.#stopping && (await this.#onePass()) > 0);
  }

  async stop(deadlineMs: number): Promise<void> {
    this.#stopping = true
    if (this.#timer) clearTimeout(this.#timer)
    if (!this.#pass) return
    const { promise: late, resolve } = Promise.withResolvers<void>()
    const timer = setTimeout(resolve, deadlineMs)
    await Promise.race([this.#pass.catch(() => 0), late])
    clearTimeout(timer)
  }

  health(): QueueHealth {
    return {
      driver: 'local',
      failing: this.#failures.size,
      sincePassMs: this.#clock.elapsed() - this.#passedAt,
    }
  }

  async #loop(): Promise<void> {
    if (this.#timer) clearTimeout(this.#timer)
    while (!this.#stopping && (await this.#onePass()) > 0);
    if (this.#stopping) return
    if (this.#timer) clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.wake(), POLL_MS)
  }

  /** One look at every job; passes never overlap. A call during a pass waits for it and starts the next. */
  async #onePass(): Promise<number> {
    while (this.#pass) await this.#pass.catch(() => 0)
    this.#pass = this.#sweep().finally(() => {
      this.#pass = null
      this.#passedAt = this.#clock.elapsed()
    })
    return this.#pass
  }

  async #sweep(): Promise<number> {
    let done = 0
    for (const job of this.#jobs) {
      if (this.#stopping) break
      done += await this.#sweepJob(job)
    }
    return done
  }

  async #sweepJob(job: Job): Promise<number> {
    let keys: readonly string[] = []
    try {
      keys = (await job.due(PAGE + this.#failures.size)).filter((key) => this.#isFree(job, key))
      if (keys.length === 0) return 0
      await job.run(keys)
      for (const key of keys) this.#failures.delete(`${job.name} ${key}`)
      return keys.length
    } catch (error) {
      this.#log.error('job.failed', { job: job.name, count: keys.length, ...loggable(error) })
      for (const key of keys.length > 0 ? keys : ['']) this.#fail(`${job.name} ${key}`)
      return 0
    }
  }

  #isFree(job: Job, key: string): boolean {
    const until = Math.max(
      this.#failures.get(`${job.name} ${key}`)?.until ?? 0,
      this.#failures.get(`${job.name} `)?.until ?? 0,
    )
    return until <= this.#clock.elapsed()
  }

  #fail(name: string): void {
    const attempts = (this.#failures.get(name)?.attempts ?? 0) + 1
    const wait = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** (attempts - 1))
    this.#failures.set(name, { attempts, until: this.#clock.elapsed() + wait })
  }
}
