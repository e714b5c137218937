import type { Locale } from '#core'
import type { CaseFile } from '#domain'
import { isSigned } from './named-case.ts'
import type { Stores } from './parts.ts'
import { words } from './words.ts'

/**
 * Whether an author who appeals will be told of the decision where they are: the address they may have left is destroyed when
 * a case is closed. Empty where the case is signed: then they are told in any case. `root`: the case their receipt finds.
 */
export async function howTold(stores: Stores, root: CaseFile, locale: Locale): Promise<string> {
  if (await isSigned(stores, root)) return ''
  const text = words(locale).thread
  const stays = root.state !== 'closed' && (await stores.cases.address(root.id)) !== null
  return stays ? text.toldHere : text.notToldHere
}
