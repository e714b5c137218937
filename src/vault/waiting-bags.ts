import sodium from 'libsodium-wrappers'
import { lock, unlock } from './secret-box.ts'
import type { Randomness } from './system-random.ts'
import type { WeekKeys } from './week-keys.ts'

/** Bytes: room for what an ordinary day brings. What does not fit takes twice as much, and twice again. */
const CAPACITY = 262_144

/**
 * Seals what waits for a window as one text of a fixed size: neither how much waits nor whether anything does can be seen.
 * The key is this week's: what a copy of the data holds of it opens no more when the week and the next are over, long
 * before the cases it became are sealed for good.
 */
export class WaitingBags {
  readonly #keys: WeekKeys
  readonly #random: Randomness

  constructor(keys: WeekKeys, random: Randomness) {
    this.#keys = keys
    this.#random = random
  }

  seal(text: string): string {
    const plain = sodium.from_string(text)
    let size = CAPACITY
    while (plain.length >= size) size *= 2
    const { week, key } = this.#keys.current()
    return `${week}.${lock(sodium.pad(plain, size), key, this.#random)}`
  }

  /** @throws when it was not sealed here, or long ago */
  open(sealed: string): string {
    const [week = ''] = sealed.split('.', 1)
    const key = this.#keys.find(week)
    const padded = key && unlock(sealed.slice(week.length + 1), key)
    if (!padded) throw new Error('what waits does not open: is HEARBACK_KEYS the folder it was sealed with?')
    this.#keys.hold(week)
    return sodium.to_string(sodium.unpad(padded, padded.length))
  }
}
