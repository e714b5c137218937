import type { Account, Clock, CoreStores, Locale, Log, Owe, Random, SheetSeal, Transactor } from '#core'
import type { DomainStores, Programs, ReturnWord, Tag } from '#domain'

export type Stores = CoreStores & DomainStores

/** What the two halves of the box are put together from. */
export interface SpeakUpParts {
  readonly database: Transactor<Stores>
  readonly programs: () => Programs
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
  readonly owe: Owe<Stores>
  readonly sheets: SheetSeal
  readonly vault: SpeakUpVault
  /** A fingerprint of a form's random id. */
  readonly digest: (text: string) => string
  /** Marks of bags that do not open, once the log says so. */
  readonly lostBags: Set<string>
  /** Called after a commit that left something to send. */
  readonly wake: () => void
}

/** What the box asks of the vault. */
interface SpeakUpVault {
  readonly cases: {
    newKey(): string
    seal(wrappedKey: string, text: string): string
    open(wrappedKey: string, sealed: string): string
    sealPicture(wrappedKey: string, bytes: Uint8Array): string
    openPicture(wrappedKey: string, sealed: string): Uint8Array
    destroy(wrappedKey: string): void
    isDestroyed(wrappedKey: string): boolean
    opensKey(wrappedKey: string): boolean
  }
  readonly addresses: {
    seal(account: Account): string
    unseal(sealed: string): Account | null
    keep(sealed: string): string
    destroy(kept: string): void
  }
  readonly receipts: {
    mint(): string
    words(receipt: string, locale: Locale): string[]
    parse(typed: string): string | null
    isWord(receipt: string, n: number, typed: string): boolean
    lookup(receipt: string): string
    returnWord(receipt: string): ReturnWord
    twoWords(receipt: string, places: readonly [number, number]): string
    placesOf(twoWords: string): [number, number]
    areTheTwo(twoWords: string, typed: readonly [string, string]): boolean
    resemblance(typed: string): { readonly sure: boolean; readonly maybe: readonly string[] }
  }
  readonly weekly: { of(who: string, now: number): string }
  readonly waiting: { seal(text: string): string; open(sealed: string): string | null; none(): void }
  readonly tags: { mint(): Tag; show(tag: Tag, locale: Locale): string; parse(typed: string): Tag | null }
}

/** Characters of one text. */
export const LONGEST_TEXT = 5000
