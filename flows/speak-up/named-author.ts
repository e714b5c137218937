import { type AnonymousEvent, Identified, type SheetData } from '#core'
import { isEmployed, type Person } from '#domain'
import type { SpeakUpParts, Stores } from './parts.ts'
import { todayOf } from './today.ts'

/**
 * The one file in which an author becomes a person: called only for somebody who has chosen to give their name. A page
 * belongs to nobody; there it is whoever asked for it. Null where that is nobody of the company's.
 */
export async function whoSigns(
  parts: SpeakUpParts,
  { people }: Stores,
  { author }: AnonymousEvent,
  { args }: SheetData,
): Promise<Person | null> {
  const account = author
    ? Identified.reveal(author)
    : args.tell === undefined
      ? null
      : parts.vault.addresses.unseal(args.tell)
  const person = account && (await people.byAccount(account.platform, account.workspace, account.userId))
  return person && isEmployed(person, todayOf(parts)) ? person : null
}
