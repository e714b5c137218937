import { randomInt } from 'node:crypto'
import { toIndexes, toWords, type WordLocale } from './word-list.ts'

type Tag = readonly [number, number]

/** Tags: two words that name a case among people. They open nothing. */
export class Tags {
  mint(): Tag {
    return [randomInt(2048), randomInt(2048)]
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
