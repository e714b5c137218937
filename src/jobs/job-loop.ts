import { type Clock, type Log, loggable } from '#core'
import { Failures } from './failures.ts'
import type { Job } from './job.ts'

const PAGE = 200
/** How long what another process left to do may go unnoticed. */
const POLL_MS = 1000
const SOONEST_MS = 5

/** In the place of a key, when even finding what is due failed. */
const FINDING = ''

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
  readonly #failures: Failures
  #running: Promise<void> | null = null
  #again = false
  #stopping = false
  #timer: NodeJS.Timeout | null = null
  /** Elapsed time at which it last moved: a page done, or nothing found. */
  lookedAt: number

  constructor(parts: JobLoopParts) {
    this.#parts = parts
    this.#failures = new Failures(parts.clock)
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

  /** Takes nothing new and is waited for no more. */
  abandon(): void {
    this.#stopping = true
    if (this.#timer) clearTimeout(this.#timer)
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
      if (!this.#failures.isFree(FINDING)) return false
      keys = (await job.due(Math.max(PAGE, job.page ?? 0) + this.#failures.size)).filter((key) =>
        this.#failures.isFree(key),
      )
      if (keys.length === 0) return false
      await job.run(keys)
      this.lookedAt = this.#parts.clock.elapsed()
      for (const key of [FINDING, ...keys]) this.#failures.clear(key)
      onDone(keys.length)
      return true
    } catch (error) {
      log.error('job.failed', { job: job.name, count: keys.length, ...loggable(error) })
      for (const key of keys.length > 0 ? keys : [FINDING]) this.#failures.add(key)
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
}
