import { setTimeout as wait } from 'node:timers/promises'
import type { Clock } from '#core'
import type { Window } from './pace.ts'

/**
 * The last check before a call, by the calls that were really made: one that this process was too busy to make when its
 * turn came must not push the next ones closer together than the platform allows.
 */
export class Gate {
  readonly #clock: Clock
  readonly #windows: readonly Window[]
  readonly #most: number
  #calls: number[] = []
  #blockedUntil = Number.NEGATIVE_INFINITY

  constructor(clock: Clock, windows: readonly Window[]) {
    this.#clock = clock
    this.#windows = windows.filter((window) => !window.bulk)
    this.#most = Math.max(0, ...this.#windows.map((window) => window.count))
  }

  /** Resolves when a call may be made, after `afterMs` at the soonest; the call must follow at once. */
  async pass(afterMs: number): Promise<void> {
    let now = this.#clock.elapsed()
    const from = now + afterMs
    for (let at = Math.max(from, this.#next()); at > now; at = Math.max(from, this.#next())) {
      await wait(at - now)
      now = Math.max(at, this.#clock.elapsed())
    }
    this.#calls.push(now)
    if (this.#calls.length > 2 * this.#most) this.#calls = this.#calls.slice(-this.#most)
  }

  block(ms: number): void {
    this.#blockedUntil = Math.max(this.#blockedUntil, this.#clock.elapsed() + ms)
  }

  /** How much longer the platform wants nothing, ms. */
  blockedFor(): number {
    return Math.max(0, this.#blockedUntil - this.#clock.elapsed())
  }

  #next(): number {
    const times = this.#windows.map(({ count, perMs, leewayMs }) => {
      const oldest = this.#calls.at(-count)
      return oldest === undefined || this.#calls.length < count ? 0 : oldest + perMs + leewayMs
    })
    return Math.max(0, ...times)
  }
}
