import type { Say } from '#core'
import type { CaseFile } from '#domain'
import { page } from './paging.ts'
import type { SpeakUpParts, Stores } from './parts.ts'
import { sayTicket } from './ticket.ts'

/** What is said of a new case: its ticket, and where it is urgent a page to whoever is on duty. */
export async function sayNew(parts: SpeakUpParts, stores: Stores, file: CaseFile): Promise<Say[]> {
  return [...(await sayTicket(parts, stores, file)), ...(await page(parts, stores, file))]
}
