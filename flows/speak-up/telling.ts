import type { Say } from '#core'
import { type CaseFile, turnsForNews } from '#domain'
import { isSigned } from './named-case.ts'
import { told } from './named-say.ts'
import { nudge } from './nudge.ts'
import type { SpeakUpParts, Stores } from './parts.ts'
import { todayOf } from './today.ts'

/**
 * Tells the author of a case, or of its appeal, what handlers wrote: in words where it is signed, by a nudge where a sealed
 * address was left, else by the return word, on the next board. `entries`: their numbers, from 1.
 */
export async function tellAuthor(
  parts: SpeakUpParts,
  stores: Stores,
  file: CaseFile,
  entries: readonly number[],
): Promise<Say[]> {
  if (await isSigned(stores, file)) return [told(file, entries)]
  const root = file.appealOf ?? file.id
  if ((await stores.cases.address(root)) !== null) return [nudge(root)]
  await stores.returnWords.setTurns(root, turnsForNews(todayOf(parts)))
  return []
}
