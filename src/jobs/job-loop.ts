import { type Clock, type Log, loggable } from '#core'
import type { Job } from './job.ts'

const PAGE = 200
/** How long what another process left to do may go unnoticed. */
const POLL_MS = 1000
const SOONEST_MS = 5
const FIRST_RETRY_MS = 1000
const LONGEST_RETRY_MS = 5 * 60_000

interface Failure {
  readonly attempts: number
  /** Elapsed time before which it is left alone. */
  readonly until: number
}

interface JobLoopParts {
  readonly job: Job
  readonly clock: Clock
  readonly log: Log
  /** Hears of every page that was done: it may have made something due elsewhere. */
  readonly onDone: (count: number) => void
}

/** Does what is due of one job, page by page, and looks again when more is due; what fails waits longer each time. */
export class JobLoop {
  readonly #parts: JobLoopParts
  readonly #failures = new Map<string, Failure>()
  #running: Promise<void> | null = null
  #again = false
  #stopping = false
  #timer: NodeJS.Timeout | null = null
  /** Elapsed time of the last complete look. */
  lookedAt: number

  constructor(parts: JobLoopParts) {
    this.#parts = parts
    this.lookedAt = parts.clock.elapsed()
  }

  get failing(): number {
    return this.#failures.size
  }

  /** Something may be due. */
  wake(): void {
    if (this.#stopping) return
    this.#again = true
    this.#running ??= this.#run().finally(() => {
      this.#running = null
      if (this.#again) this.wake()
    })
  }

  /** Resolves when nothing is in hand. */
  async idle(): Promise<void> {
    while (this.#running) await this.#running
  }

  /** Takes nothing new; resolves when the page in hand is done. */
  async stop(): Promise<void> {
    this.#stopping = true
    if (this.#timer) clearTimeout(this.#timer)
    await this.idle()
  }

  async #run(): Promise<void> {
    if (this.#timer) clearTimeout(this.#timer)
    while (this.#again && !this.#stopping) {
      this.#again = false
      while (!this.#stopping && (await this.#page()));
      this.lookedAt = this.#parts.clock.elapsed()
    }
    await this.#sleep()
  }

  /** False when nothing was due. */
  async #page(): Promise<boolean> {
    const { job, log, onDone } = this.#parts
    let keys: readonly string[] = []
    try {
      keys = (await job.due(PAGE + this.#failures.size)).filter((key) => this.#isFree(key))
      if (keys.length === 0) return false
      await job.run(keys)
      for (const key of keys) this.#failures.delete(key)
      onDone(keys.length)
      return true
    } catch (error) {
      log.error('job.failed', { job: job.name, count: keys.length, ...loggable(error) })
      for (const key of keys.length > 0 ? keys : ['']) this.#fail(key)
      return false
    }
  }

  /** Until the next thing is due, or something may have come from elsewhere. */
  async #sleep(): Promise<void> {
    const { job, clock, log } = this.#parts
    let waitMs = POLL_MS
    try {
      const next = await job.next()
      if (next !== null) waitMs = Math.min(POLL_MS, Math.max(SOONEST_MS, next - clock.now()))
    } catch (error) {
      log.error('job.failed', { job: job.name, ...loggable(error) })
    }
    if (!this.#stopping) this.#timer = setTimeout(() => this.wake(), this.#failures.size > 0 ? POLL_MS : waitMs)
  }

  #isFree(key: string): boolean {
    const until = Math.max(this.#failures.get(key)?.until ?? 0, this.#failures.get('')?.until ?? 0)
    return until <= this.#parts.clock.elapsed()
  }

  #fail(key: string): void {
    const attempts = (this.#failures.get(key)?.attempts ?? 0) + 1
    const wait = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** (attempts - 1))
    this.#failures.set(key, { attempts, until: this.#parts.clock.elapsed() + wait })
  }
}
