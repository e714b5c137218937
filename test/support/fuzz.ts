import { expect, onTestFinished } from 'vitest'
import { seededRandom } from './seeded-random.ts'

/** `npm run fuzz` sets a larger count. */
export const ROUNDS = Number(process.env.HEARBACK_FUZZ ?? 5000)
const SEED = Number(process.env.HEARBACK_FUZZ_SEED ?? 20_260_310)
/** Rounds after which everything that is kept for good is there. */
const WARM = Math.min(500, ROUNDS)
/** Memory may move; it must not grow with the rounds. */
const MOST_GROWTH = 80 * 1024 * 1024
const GROWTH_PER_ROUND = 4096

const NASTY: readonly unknown[] = [
  null,
  undefined,
  0,
  -1,
  '',
  [],
  {},
  true,
  '\u0000',
  '😀'.repeat(50),
  Number.POSITIVE_INFINITY,
  1e308,
  { toString: 1 },
  '__proto__',
  ' ',
  'x\n',
  '\ud800',
  [[]],
]

/** Breaks what a platform sends, the same way each time. */
export class Fuzz {
  readonly #random = seededRandom(SEED)
  readonly #splinters: readonly string[]
  readonly #rejections: unknown[] = []
  #before = 0

  /** `splinters`: what is put into texts. From now on rejections that nobody handles are noted. */
  constructor(splinters: readonly string[]) {
    this.#splinters = splinters
    const note = (reason: unknown) => this.#rejections.push(reason)
    process.on('unhandledRejection', note)
    onTestFinished(() => void process.off('unhandledRejection', note))
  }

  next(): number {
    return this.#random()
  }

  pick<T>(list: readonly T[]): T {
    return list[Math.floor(this.#random() * list.length)] as T
  }

  nasty(): unknown {
    return this.pick(NASTY)
  }

  text(text: string): string {
    const at = Math.floor(this.#random() * text.length)
    return text.slice(0, at) + this.pick(this.#splinters) + text.slice(at + Math.floor(this.#random() * 4))
  }

  /** Now and then only the beginning of it. */
  cut(text: string): string {
    return this.#random() < 0.1 ? text.slice(0, Math.floor(this.#random() * text.length)) : text
  }

  /** The same with some parts missing, in the wrong place, or something else altogether. */
  mutate(value: unknown): unknown {
    if (this.#random() < 0.07) return this.nasty()
    if (typeof value === 'string' && this.#random() < 0.12) return this.text(value)
    if (Array.isArray(value)) return value.map((one) => this.mutate(one))
    if (typeof value !== 'object' || value === null) return value
    const entries = Object.entries(value).filter(() => this.#random() > 0.04)
    return Object.fromEntries(
      entries.map(([key, one]) => [this.#random() < 0.03 ? this.pick(Object.keys(value)) : key, this.mutate(one)]),
    )
  }

  json(value: unknown): string {
    return this.cut(JSON.stringify(this.mutate(value)) ?? 'null')
  }

  /** Does it `ROUNDS` times. */
  async rounds(one: (round: number) => Promise<void> | void): Promise<void> {
    for (let round = 0; round < ROUNDS; round++) {
      if (round === WARM) this.#before = process.memoryUsage().heapUsed
      await one(round)
    }
  }

  /** Nothing was rejected unseen, and memory has not grown. */
  expectLevel(): void {
    expect(this.#rejections).toEqual([])
    if (ROUNDS <= WARM) return
    expect(process.memoryUsage().heapUsed - this.#before).toBeLessThan(MOST_GROWTH + ROUNDS * GROWTH_PER_ROUND)
  }
}
