import type { Clock, Instant } from '#core'
import { systemClock } from '../../src/system-clock.ts'

/** A clock of a machine that can be set wrong: its wall clock leaps, its monotonic clock does not. */
export class LeapingClock implements Clock {
  #offset: number

  constructor(start: Instant) {
    this.#offset = start - systemClock.real()
  }

  now(): Instant {
    return this.real()
  }

  real(): Instant {
    return systemClock.real() + this.#offset
  }

  elapsed(): number {
    return systemClock.elapsed()
  }

  leap(ms: number): void {
    this.#offset += ms
  }
}
