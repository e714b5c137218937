import type { Randomness } from '#vault'
import { seededRandom } from '../seeded-random.ts'

/** The same keys, nonces, receipts and ids for the same seed. */
export class SeededRandomness implements Randomness {
  readonly #next: () => number

  constructor(seed: number) {
    this.#next = seededRandom(seed)
  }

  id(): string {
    return Buffer.from(this.bytes(16)).toString('hex')
  }

  below(below: number): number {
    return Math.floor(this.#next() * below)
  }

  bytes(count: number): Uint8Array {
    return Uint8Array.from({ length: count }, () => this.below(256))
  }
}
