import { setTimeout as wait } from 'node:timers/promises'
import type { Clock } from '#core'
import type { Window } from './pace.ts'

/** Round trips that must have been seen before the quickest of them says anything. */
const TRIPS = 100
/** Timers may fire early, and a busy far side takes calls late: so much is left between. */
const EARLY_MS = 6

/**
 * The last check before a call, by the calls that were really made: one that this process was too busy to make when its
 * turn came, or that was long on its way, must not put more into a span than the platform allows. A call has arrived at
 * the latest when its answer left: before its answer came by half the quickest round trip seen lately.
 */
export class Gate {
  readonly #clock: Clock
  readonly #windows: readonly Window[]
  readonly #most: number
  /** By when calls had arrived, oldest first; those without an answer are counted apart. */
  #arrivals: number[] = []
  #open = 0
  #trips: number[] = []
  #answered = Promise.withResolvers<void>()
  #blockedUntil = Number.NEGATIVE_INFINITY

  constructor(clock: Clock, windows: readonly Window[]) {
    this.#clock = clock
    this.#windows = windows.filter((window) => !window.bulk)
    this.#most = Math.max(0, ...this.#windows.map((window) => window.count))
  }

  /**
   * Resolves when a call may be made, at `from` (elapsed time) at the soonest; the call must follow at once.
   * @returns to be called when it has been answered, or was not made after all
   */
  async pass(from: number): Promise<(end: 'answered' | 'not-made') => void> {
    let now = this.#clock.elapsed()
    for (let at = Math.max(from, this.#next()); at > now; at = Math.max(from, this.#next())) {
      await (at === Number.POSITIVE_INFINITY ? this.#answered.promise : wait(at - now))
      now = Math.max(this.#clock.elapsed(), Number.isFinite(at) ? at : 0)
    }
    this.#open++
    return (end) => this.#close(now, end)
  }

  block(ms: number): void {
    this.#blockedUntil = Math.max(this.#blockedUntil, this.#clock.elapsed() + ms)
  }

  /** How much longer the platform wants nothing, ms. */
  blockedFor(): number {
    return Math.max(0, this.#blockedUntil - this.#clock.elapsed())
  }

  #close(madeAt: number, end: 'answered' | 'not-made'): void {
    this.#open--
    if (this.#most > 0 && end === 'answered') {
      const tookMs = Math.max(0, this.#clock.elapsed() - madeAt)
      this.#trips = [...this.#trips.slice(1 - TRIPS), tookMs]
      const arrived = madeAt + tookMs - (this.#trips.length < TRIPS ? 0 : Math.min(...this.#trips) / 2)
      this.#arrivals.splice(this.#arrivals.findLastIndex((at) => at <= arrived) + 1, 0, arrived)
      if (this.#arrivals.length > 2 * this.#most) this.#arrivals = this.#arrivals.slice(-this.#most)
    }
    this.#answered.resolve()
    this.#answered = Promise.withResolvers<void>()
  }

  /** Infinite where an answer has to be waited for first. */
  #next(): number {
    const times = this.#windows.map(({ count, perMs }) => {
      if (this.#open >= count) return Number.POSITIVE_INFINITY
      const oldest = this.#arrivals.at(this.#open - count)
      return oldest === undefined ? 0 : oldest + perMs + EARLY_MS
    })
    return Math.max(0, ...times)
  }
}
