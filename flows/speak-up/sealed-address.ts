import { type Account, type AnonymousEvent, Identified, type SheetData } from '#core'
import type { SpeakUpParts } from './parts.ts'

/** The one file in which the author's account is looked at: to seal it, and to count by it without knowing it. */
export function sealedAddress({ vault }: SpeakUpParts, author: Identified<Account>): string {
  return vault.addresses.seal(Identified.reveal(author))
}

/** Names the account for a week, to count by; nobody can tell from it whose it is, and the key is never written. */
export function weeklyTag({ vault, clock }: SpeakUpParts, author: Identified<Account>): string {
  const { platform, workspace, userId } = Identified.reveal(author)
  return vault.weekly.of(JSON.stringify([platform, workspace, userId]), clock.now())
}

/** Where the author wants to be told; null where there is no way. */
export function addressOf(parts: SpeakUpParts, { author }: AnonymousEvent, { args }: SheetData): string | null {
  return author ? sealedAddress(parts, author) : (args.tell ?? null)
}
