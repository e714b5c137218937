import type { Instant } from '#core'

const WEEK_MS = 7 * 86_400_000

/**
 * Counts first messages by a tag that names nobody and lasts a week. In memory only: a restart forgets it, and every process
 * counts for itself.
 */
export class FilingQuota {
  #week = Number.NaN
  readonly #counts = new Map<string, number>()

  isFree(tag: string | undefined, now: Instant, most: number): boolean {
    this.#turn(now)
    return tag === undefined || (this.#counts.get(tag) ?? 0) < most
  }

  count(tag: string | undefined, now: Instant): void {
    this.#turn(now)
    if (tag !== undefined) this.#counts.set(tag, (this.#counts.get(tag) ?? 0) + 1)
  }

  /** A new week begins with nothing. */
  #turn(now: Instant): void {
    const week = Math.floor(now / WEEK_MS)
    if (week !== this.#week) this.#counts.clear()
    this.#week = week
  }
}
