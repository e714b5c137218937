import { randomBytes, randomInt } from 'node:crypto'

/** Where keys, nonces, receipts, tags and ids come from. A test may put a sequence of its own in the place of the system's. */
export interface Randomness {
  /** A fresh 128-bit id, 32 lower-case hex digits. */
  id(): string
  /** A whole number from 0 up to, not including, `below`. */
  below(below: number): number
  bytes(count: number): Uint8Array
}

/** The operating system's randomness. */
export const systemRandom: Randomness = {
  id: () => randomBytes(16).toString('hex'),
  below: (below) => randomInt(below),
  bytes: (count) => new Uint8Array(randomBytes(count)),
}
