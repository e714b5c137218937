import { openBag } from './bag.ts'
import type { SpeakUpParts } from './parts.ts'

/** Lookups that are made for one text at the most: a sentence has few places that could be a receipt. */
const MOST = 8

/** Whether a text that was typed into a chat holds a receipt, of any case or of none yet. */
export async function holdsReceipt(parts: SpeakUpParts, typed: string): Promise<boolean> {
  const { receipts } = parts.vault
  const { sure, maybe } = receipts.resemblance(typed)
  if (sure) return true
  const lookups = maybe.flatMap((one) => {
    const receipt = receipts.parse(one)
    return receipt === null ? [] : [receipts.lookup(receipt)]
  })
  if (lookups.length === 0) return false
  return parts.database.transaction(async (stores) => {
    const { filings } = await openBag(parts, stores)
    if (filings.some(({ lookup }) => lookups.includes(lookup))) return true
    for (const lookup of lookups.slice(0, MOST)) if (await stores.cases.byLookup(lookup)) return true
    return false
  })
}
