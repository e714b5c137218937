import { type Clock, type Log, loggable } from '#core'
import { Failures } from './failures.ts'
import type { Job, Taken } from './job.ts'

const PAGE = 200
/** How long what another process left to do may go unnoticed. */
const POLL_MS = 1000
const SOONEST_MS = 5

/** In the place of a key, when even finding what is due failed. */
const FINDING = ''
const NOTHING: Taken = { keys: [], finish: async () => {} }

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
  /** Pages being done, and what is on them. */
  readonly #inHand = new Map<Promise<boolean>, readonly string[]>()
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
    return Math.max(this.#failures.size, this.#parts.job.failing?.() ?? 0)
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
      while (!this.#stopping && (await this.#next()));
      await Promise.all(this.#inHand.keys())
      this.lookedAt = this.#parts.clock.elapsed()
    }
    await this.#sleep()
  }

  /** Begins the next page, or waits for one in hand; false when there is neither, or one failed. */
  async #next(): Promise<boolean> {
    const pages = this.#inHand
    const found = await this.#find()
    if (found.keys.length > 0) {
      const page = this.#do(found).finally(() => pages.delete(page))
      pages.set(page, found.keys)
      if (pages.size < (this.#parts.job.overlap ?? 1)) return true
    }
    return pages.size > 0 && Promise.race(pages.keys())
  }

  async #find(): Promise<Taken> {
    const { job } = this.#parts
    if (!this.#failures.isFree(FINDING)) return NOTHING
    const limit = Math.max(PAGE, job.page ?? 0)
    try {
      // What failed alone, or with others, is looked at by its key.
      if (job.take && this.#failures.size === 0) return await job.take(limit)
      const inHand = new Set([...this.#inHand.values()].flat())
      const due = await job.due(limit + this.#failures.size)
      this.#failures.clear(FINDING)
      const keys = due.filter((key) => this.#failures.isFree(key) && !inHand.has(key))
      return { keys, finish: () => job.run(keys) }
    } catch (error) {
      this.#failed([FINDING], error)
      return NOTHING
    }
  }

  async #do({ keys, finish }: Taken): Promise<boolean> {
    try {
      await finish()
      this.lookedAt = this.#parts.clock.elapsed()
      for (const key of keys) this.#failures.clear(key)
      this.#parts.onDone(keys.length)
      return true
    } catch (error) {
      this.#failed(keys, error)
      return false
    }
  }

  #failed(names: readonly string[], error: unknown): void {
    const { job, log } = this.#parts
    const count = names.filter((name) => name !== FINDING).length
    log.error('job.failed', { job: job.name, count, ...loggable(error) })
    for (const name of names) this.#failures.add(name)
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
