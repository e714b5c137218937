import type { Instant } from '#core'
import { LeapingClock } from '../leaping-clock.ts'

/** A clock that can be hurried on: what waits for another attempt need not be waited for. */
export class HurriedClock extends LeapingClock {
  #hurried = 0

  override elapsed(): Instant {
    return super.elapsed() + this.#hurried
  }

  hurry(ms: number): void {
    this.hurryElapsed(ms)
    this.leap(ms)
  }

  /** The monotonic side alone: no day passes. */
  hurryElapsed(ms: number): void {
    this.#hurried += ms
  }
}
