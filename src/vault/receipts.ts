import { hkdfSync } from 'node:crypto'
import { entropyToMnemonic, mnemonicToEntropy } from '@scure/bip39'
import { type Resemblance, resemblance } from './resembles.ts'
import type { Randomness } from './system-random.ts'
import { toIndexes, toWords, WORD_LISTS, type WordLocale } from './word-list.ts'

/** 128 bits: the most a guesser has to try is 2^128. */
const RECEIPT_BYTES = 16

/** In the word list; it divides 2^16, so that each is as likely. */
const WORDS = 2048

/** Receipts: 128 random bits as 12 words of BIP-39 (11 bits a word, 4 bits of checksum). */
export class Receipts {
  readonly #random: Randomness

  constructor(random: Randomness) {
    this.#random = random
  }

  /** A fresh one, as hex. */
  mint(): string {
    return Buffer.from(this.#random.bytes(RECEIPT_BYTES)).toString('hex')
  }

  words(receipt: string, locale: WordLocale): string[] {
    const mnemonic = entropyToMnemonic(Buffer.from(receipt, 'hex'), WORD_LISTS[locale])
    return mnemonic.split(/\s+/u)
  }

  /** The receipt somebody typed, in either language, or null. */
  parse(typed: string): string | null {
    const indexes = toIndexes(typed)
    if (indexes?.length !== 12) return null
    try {
      return Buffer.from(mnemonicToEntropy(toWords(indexes, 'en').join(' '), WORD_LISTS.en)).toString('hex')
    } catch {
      return null
    }
  }

  /** Two of its words, by their places (from 1): as much of a receipt as a link to its case asks for. Always as long. */
  twoWords(receipt: string, places: readonly [number, number]): string {
    const indexes = toIndexes(this.words(receipt, 'en').join(' ')) ?? []
    return places
      .map((place) => [place, indexes[place - 1] ?? 0].map((n) => String(n).padStart(4, '0')).join(':'))
      .join(' ')
  }

  placesOf(twoWords: string): [number, number] {
    const [first = 0, second = 0] = twoWords.split(' ').map((one) => Number(one.split(':')[0]))
    return [first, second]
  }

  /** Whether these are the two words, in either language. */
  areTheTwo(twoWords: string, typed: readonly [string, string]): boolean {
    const wanted = twoWords.split(' ').map((one) => Number(one.split(':')[1]))
    const given = typed.map((word) => toIndexes(word))
    return wanted.length === 2 && given.every((word, at) => word?.length === 1 && word[0] === wanted[at])
  }

  /** What in a text that was typed could be a receipt. */
  resemblance(typed: string): Resemblance {
    return resemblance(typed)
  }

  /** Whether a typed word is the n-th (from 0) of a receipt, in either language. */
  isWord(receipt: string, n: number, typed: string): boolean {
    const index = toIndexes(this.words(receipt, 'en')[n] ?? '')?.[0]
    const given = toIndexes(typed)
    return given?.length === 1 && given[0] === index
  }

  /** The value under which a case is found by its receipt; the receipt cannot be had back from it. */
  lookup(receipt: string): string {
    return derived(receipt, 'lookup', 32).toString('hex')
  }

  /** The two words, as indexes, that tell its author of news. Neither the receipt nor the case's tag can be had from them. */
  returnWord(receipt: string): readonly [number, number] {
    const bytes = derived(receipt, 'return-word', 4)
    return [bytes.readUInt16BE(0) % WORDS, bytes.readUInt16BE(2) % WORDS]
  }
}

/** HKDF-SHA256 of the receipt: what is made for one purpose says nothing about what is made for another. */
function derived(receipt: string, purpose: string, bytes: number): Buffer {
  return Buffer.from(hkdfSync('sha256', Buffer.from(receipt, 'hex'), '', `hearback/receipt/${purpose}`, bytes))
}
