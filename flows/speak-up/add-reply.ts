import type { Say } from '#core'
import type { CaseFile, PlainDate } from '#domain'
import { sealPictures } from './open-case.ts'
import type { SpeakUpParts, Stores } from './parts.ts'
import { promise } from './promise.ts'
import { sayChange } from './ticket.ts'
import { topicOf } from './topics.ts'

/** Writes what an author adds into the case, and tells its handlers. */
export async function addReply(
  parts: SpeakUpParts,
  stores: Stores,
  file: CaseFile,
  { text, pictures }: { readonly text: string; readonly pictures: readonly string[] },
  today: PlainDate,
): Promise<Say[]> {
  await stores.cases.addEntry(file.id, {
    side: 'author',
    kind: 'text',
    body: parts.vault.cases.seal(file.key, text),
    by: null,
    on: today,
    pictures: sealPictures(parts, file.key, pictures),
  })
  const changed: CaseFile = {
    ...file,
    state: file.handlerId === null ? 'received' : 'taken',
    ...promisedNow(parts, file, today),
  }
  await stores.cases.save(changed, file.revision)
  const n = String((await stores.cases.entries(file.id)).length)
  return sayChange(parts, stores, changed, { view: 'case.author-line', args: { case: file.id, n } })
}

/** By when an answer to what comes now is promised: where nobody owes one at the moment, it is promised one of its own. */
export function promisedNow(
  parts: SpeakUpParts,
  file: CaseFile,
  today: PlainDate,
): Pick<CaseFile, 'answerBy' | 'alarmOn'> {
  const owed = file.state === 'received' || file.state === 'taken'
  return owed ? { answerBy: file.answerBy, alarmOn: file.alarmOn } : promise(parts, topicOf(parts, file), today)
}
