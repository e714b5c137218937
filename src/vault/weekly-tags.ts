import sodium from 'libsodium-wrappers'
import type { Randomness } from './system-random.ts'

const WEEK_MS = 7 * 86_400_000

/**
 * Names somebody for a week and no longer: a keyed hash under a random key that lives in memory only, is never written, and is
 * another one every week and after every start.
 */
export class WeeklyTags {
  readonly #random: Randomness
  #key: Uint8Array = new Uint8Array()
  #week = Number.NaN

  constructor(random: Randomness) {
    this.#random = random
  }

  /** @param now ms; the weeks are those of the epoch */
  of(who: string, now: number): string {
    const week = Math.floor(now / WEEK_MS)
    if (week !== this.#week) {
      this.#key = this.#random.bytes(32)
      this.#week = week
    }
    return sodium.to_base64(sodium.crypto_generichash(16, who, this.#key))
  }
}
