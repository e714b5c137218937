import type { Clock, Log } from '#core'
import type { Job } from './job.ts'
import { JobLoop } from './job-loop.ts'
import type { QueueDriver, QueueHealth } from './queue.ts'

/** Loops that stopped within so many ms of the first are begun anew with it. */
const RESTART_WITH_MS = 60_000

/**
 * Polls the database in this process: the engine of an installation that has no Redis, and the stand-in while it is
 * away. Every job has its own loop, so that a slow platform holds up nothing else.
 */
export class LocalDriver implements QueueDriver {
  readonly #clock: Clock
  readonly #log: Log
  #loops: readonly JobLoop[] = []
  #jobs: readonly Job[] = []
  #done = 0

  constructor(clock: Clock, log: Log) {
    this.#clock = clock
    this.#log = log
  }

  start(jobs: readonly Job[], work: boolean): void {
    if (!work) return
    this.#jobs = jobs
    this.#loops = jobs.map((job) => this.#loop(job))
    this.wake()
  }

  #loop(job: Job): JobLoop {
    const onDone = (count: number) => {
      this.#done += count
      this.wake()
    }
    return new JobLoop({ job, clock: this.#clock, log: this.#log, onDone })
  }

  wake(): void {
    for (const loop of this.#loops) loop.wake()
  }

  async settled(): Promise<void> {
    let before: number
    do {
      before = this.#done
      this.wake()
      for (const loop of this.#loops) await loop.idle()
    } while (this.#done > before)
  }

  async stop(deadlineMs: number): Promise<void> {
    // It may be started anew before all of these have ended.
    const loops = this.#loops
    this.#loops = []
    const { promise: late, resolve } = Promise.withResolvers<void>()
    const timer = setTimeout(resolve, deadlineMs)
    await Promise.race([Promise.all(loops.map((loop) => loop.stop())), late])
    clearTimeout(timer)
  }

  health(): QueueHealth {
    const looked = this.#loops.map((loop) => loop.lookedAt)
    return {
      driver: 'local',
      failing: this.#loops.reduce((sum, loop) => sum + loop.failing, 0),
      sincePassMs: this.#clock.elapsed() - Math.min(this.#clock.elapsed(), ...looked),
      redisAway: null,
      redisUnfit: false,
    }
  }

  restart(): void {
    const slowest = Math.min(this.#clock.elapsed(), ...this.#loops.map((loop) => loop.lookedAt))
    this.#loops = this.#loops.map((loop, index) => {
      const job = this.#jobs[index]
      if (!job || loop.lookedAt > slowest + RESTART_WITH_MS) return loop
      loop.abandon()
      return this.#loop(job)
    })
    this.wake()
  }
}
