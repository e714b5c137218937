import type { Clock } from '#core'

/** A clock that moves when it is told to. */
export class FixedClock implements Clock {
  #company: number
  #passed = 0

  constructor(start: number) {
    this.#company = start
  }

  now(): number {
    return this.#company
  }

  real(): number {
    return this.#company
  }

  elapsed(): number {
    return this.#passed
  }

  /** Somebody sets it. */
  leap(ms: number): void {
    this.#company += ms
  }

  advance(ms: number): void {
    this.#company += ms
    this.#passed += ms
  }
}
