import sodium from 'libsodium-wrappers'
import { lock, unlock } from './secret-box.ts'
import type { Randomness } from './system-random.ts'
import type { WeekKeys } from './week-keys.ts'

/** Bytes: room for what an ordinary day brings. What does not fit takes twice as much, and twice again. */
const CAPACITY = 262_144

/**
 * Seals what waits for a window as one text of a fixed size: neither how much waits nor whether anything does can be seen.
 * The key is this week's: what a copy of the data holds of it opens no more when the week and the next are over, long
 * before the cases it became are sealed for good. The keys are its own: that of the bag that stands is never destroyed.
 */
export class WaitingBags {
  readonly #keys: WeekKeys
  readonly #random: Randomness
  /** The week of the bag that was opened last; null where none was yet. */
  #standing: string | null = null

  constructor(keys: WeekKeys, random: Randomness) {
    this.#keys = keys
    this.#random = random
  }

  /**
   * The bag that stands is opened before: its key stays until the one sealed here, which may not come to be kept, has been
   * opened in its turn.
   */
  seal(text: string): string {
    const plain = sodium.from_string(text)
    let size = CAPACITY
    while (plain.length >= size) size *= 2
    if (this.#standing !== null) this.#keys.destroyOld(this.#standing)
    const { week, key } = this.#keys.current()
    return `${week}.${lock(sodium.pad(plain, size), key, this.#random)}`
  }

  /** Null when it was not sealed here, or its key is lost. */
  open(sealed: string): string | null {
    const [week = ''] = sealed.split('.', 1)
    const key = this.#keys.find(week)
    const padded = key && unlock(sealed.slice(week.length + 1), key)
    if (!padded) return null
    this.#standing = week
    return sodium.to_string(sodium.unpad(padded, padded.length))
  }

  /** No bag stands: no old key is in use. */
  none(): void {
    this.#standing = null
    this.#keys.destroyOld()
  }
}
