import { randomBytes, randomInt } from 'node:crypto'

/** The operating system's randomness. */
export const systemRandom = {
  id: (): string => randomBytes(16).toString('hex'),
  below: (below: number): number => randomInt(below),
}
