import type { Clock } from '#core'

const FIRST_RETRY_MS = 1000
const LONGEST_RETRY_MS = 5 * 60_000
/** What could have been tried again for so long, and did not fail, has been done elsewhere or is due no more. */
const OVER_AFTER_MS = 2 * LONGEST_RETRY_MS

interface Failure {
  readonly attempts: number
  /** Elapsed time before which it is left alone. */
  readonly until: number
}

/** What failed, and how long it is left alone: longer each time. */
export class Failures {
  readonly #clock: Clock
  readonly #failed = new Map<string, Failure>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  get size(): number {
    const over = this.#clock.elapsed() - OVER_AFTER_MS
    for (const [name, { until }] of this.#failed) if (until < over) this.#failed.delete(name)
    return this.#failed.size
  }

  add(name: string): void {
    const attempts = (this.#failed.get(name)?.attempts ?? 0) + 1
    const wait = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** (attempts - 1))
    this.#failed.set(name, { attempts, until: this.#clock.elapsed() + wait })
  }

  clear(name: string): void {
    this.#failed.delete(name)
  }

  /** Whether it may be tried now. */
  isFree(name: string): boolean {
    return (this.#failed.get(name)?.until ?? 0) <= this.#clock.elapsed()
  }
}
