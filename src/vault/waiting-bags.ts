import sodium from 'libsodium-wrappers'
import { lock, unlock } from './secret-box.ts'
import type { Randomness } from './system-random.ts'

/** Bytes: room for what an ordinary day brings. What does not fit takes twice as much, and twice again. */
const CAPACITY = 262_144

/** Seals what waits for a window as one text of a fixed size: neither how much waits nor whether anything does can be seen. */
export class WaitingBags {
  readonly #key: Uint8Array
  readonly #random: Randomness

  constructor(key: Uint8Array, random: Randomness) {
    this.#key = key
    this.#random = random
  }

  seal(text: string): string {
    const plain = sodium.from_string(text)
    let size = CAPACITY
    while (plain.length >= size) size *= 2
    return lock(sodium.pad(plain, size), this.#key, this.#random)
  }

  /** @throws when it was not sealed here */
  open(sealed: string): string {
    const padded = unlock(sealed, this.#key)
    if (!padded) throw new Error('what waits does not open: is HEARBACK_KEYS the folder it was sealed with?')
    return sodium.to_string(sodium.unpad(padded, padded.length))
  }
}
