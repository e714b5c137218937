import type { Randomness } from './system-random.ts'
import { toIndexes, toWords, type WordLocale } from './word-list.ts'

type Tag = readonly [number, number]

/** Tags: two words that name a case among people. They open nothing. */
export class Tags {
  readonly #random: Randomness

  constructor(random: Randomness) {
    this.#random = random
  }

  mint(): Tag {
    return [this.#random.below(2048), this.#random.below(2048)]
  }

  show(tag: Tag, locale: WordLocale): string {
    return toWords(tag, locale).join(locale === 'zh-CN' ? '' : '-')
  }

  parse(typed: string): Tag | null {
    const indexes = toIndexes(typed)
    const [first, second] = indexes ?? []
    return indexes?.length === 2 && first !== undefined && second !== undefined ? [first, second] : null
  }
}
