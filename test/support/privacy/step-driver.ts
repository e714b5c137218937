import type { Job, QueueDriver, QueueHealth } from '#jobs'
import type { FixedClock } from '../fixed-clock.ts'

/** What is due so soon is waited for, ms. */
const SOON_MS = 2500

/**
 * Does what is due only when it is waited for, one thing after the other, and lets time pass for what is due soon: two
 * runs draw the same random numbers in the same order.
 */
export class StepDriver implements QueueDriver {
  #jobs: readonly Job[] = []
  #running: Promise<void> | null = null
  readonly #clock: FixedClock

  constructor(clock: FixedClock) {
    this.#clock = clock
  }

  start(jobs: readonly Job[], work: boolean): void {
    if (work) this.#jobs = jobs
  }

  wake(): void {}

  settled(): Promise<void> {
    this.#running ??= this.#all().finally(() => {
      this.#running = null
    })
    return this.#running
  }

  async stop(): Promise<void> {
    await this.#running
    this.#jobs = []
  }

  health(): QueueHealth {
    return { driver: 'step', failing: 0, sincePassMs: 0, redisAway: null, redisUnfit: false }
  }

  restart(): void {}

  async #all(): Promise<void> {
    let done: number
    do {
      done = 0
      for (const job of this.#jobs) done += await this.#pages(job)
    } while (done > 0 || (await this.#wait()))
  }

  /** Until the next thing is due, if that is soon. */
  async #wait(): Promise<boolean> {
    const nexts: number[] = []
    for (const job of this.#jobs) nexts.push((await job.next()) ?? Number.POSITIVE_INFINITY)
    const ms = Math.min(...nexts) - this.#clock.now()
    if (ms > SOON_MS) return false
    this.#clock.advance(Math.max(1, ms))
    return true
  }

  async #pages(job: Job): Promise<number> {
    let done = 0
    for (;;) {
      const keys = job.take ? null : await job.due(200)
      const taken = keys ? { keys, finish: () => job.run(keys) } : await job.take?.(200)
      if (!taken || taken.keys.length === 0) return done
      await taken.finish()
      done += taken.keys.length
    }
  }
}
