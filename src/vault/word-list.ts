import { wordlist as english } from '@scure/bip39/wordlists/english.js'
import { wordlist as chinese } from '@scure/bip39/wordlists/simplified-chinese.js'

/** The two BIP-39 lists of 2,048 words; an index means a word in either. */
export const WORD_LISTS = { 'zh-CN': chinese, en: english } as const

export type WordLocale = keyof typeof WORD_LISTS

const INDEX = {
  'zh-CN': new Map(chinese.map((word, index) => [word, index])),
  en: new Map(english.map((word, index) => [word, index])),
}

/** What was typed as words, as indexes: Chinese also without blanks, either language, numbering and punctuation aside. Null if any word is in neither list. */
export function toIndexes(typed: string): number[] | null {
  const text = typed.normalize('NFKC').toLowerCase()
  const han = text.match(/\p{Script=Han}/gu)
  const [words, index] = han ? [han, INDEX['zh-CN']] : [text.match(/[a-z]+/g) ?? [], INDEX.en]
  const indexes = words.map((word) => index.get(word))
  return indexes.length > 0 && indexes.every((i) => i !== undefined) ? indexes : null
}

export function toWords(indexes: readonly number[], locale: WordLocale): string[] {
  return indexes.map((index) => WORD_LISTS[locale][index] ?? '')
}
