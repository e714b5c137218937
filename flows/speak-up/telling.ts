import type { Say } from '#core'
import type { CaseFile } from '#domain'
import { isSigned } from './named-case.ts'
import { told } from './named-say.ts'
import { nudge } from './nudge.ts'
import type { Stores } from './parts.ts'

/**
 * Tells the author of a case, or of its appeal, what handlers wrote: in words where it is signed, by a nudge where a sealed
 * address was left, else not at all. `entries`: their numbers, from 1.
 */
export async function tellAuthor(stores: Stores, file: CaseFile, entries: readonly number[]): Promise<Say[]> {
  if (await isSigned(stores, file)) return [told(file, entries)]
  const root = file.appealOf ?? file.id
  return (await stores.cases.address(root)) === null ? [] : [nudge(root)]
}
