import { type Account, type AnonymousEvent, Identified, type SheetData } from '#core'
import type { SpeakUpParts } from './parts.ts'

/** The one place where the author's account is looked at: to seal it. */
export function sealedAddress({ vault }: SpeakUpParts, author: Identified<Account>): string {
  return vault.addresses.seal(Identified.reveal(author))
}

/** Where the author wants to be told; null where there is no way. */
export function addressOf(parts: SpeakUpParts, { author }: AnonymousEvent, { args }: SheetData): string | null {
  return author ? sealedAddress(parts, author) : (args.tell ?? null)
}
