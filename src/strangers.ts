import type { Account, Clock } from '#core'

const AGAIN_MS = 3_600_000
/** So many are remembered; whoever has been longest is told again sooner. */
const MOST = 10_000

/** Who has just been told whom to ask: once an hour is enough for anybody, however much they write. In memory alone. */
export class Strangers {
  readonly #clock: Clock
  /** When they were told, elapsed time; the longest ago first. */
  readonly #told = new Map<string, number>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Whether it is time to tell them, which from now on counts as done. */
  tell({ platform, workspace, userId }: Account): boolean {
    const account = JSON.stringify([platform, workspace, userId])
    const now = this.#clock.elapsed()
    const last = this.#told.get(account)
    if (last !== undefined && now - last < AGAIN_MS) return false
    this.#told.delete(account)
    this.#told.set(account, now)
    const [first] = this.#told.keys()
    if (this.#told.size > MOST && first !== undefined) this.#told.delete(first)
    return true
  }
}
