import type { Say } from '#core'
import { type CaseFile, type PlainDate, UNTOUCHED } from '#domain'
import { freeTag } from './free-tag.ts'
import { sealPictures } from './open-case.ts'
import type { SpeakUpParts, Stores } from './parts.ts'
import { promise } from './promise.ts'
import { sayNew } from './say-new.ts'

/** Makes the appeal of a case: a case of its own with its own key and clock, decided one level above whoever decided. */
export async function appealed(
  parts: SpeakUpParts,
  stores: Stores,
  root: CaseFile,
  why: { readonly text: string; readonly pictures?: readonly string[] },
  today: PlainDate,
): Promise<{ file: CaseFile; says: Say[] }> {
  const key = parts.vault.cases.newKey()
  const named = root.about === '' ? '' : parts.vault.cases.seal(key, parts.vault.cases.open(root.key, root.about))
  const file: CaseFile = {
    ...UNTOUCHED,
    id: parts.random.id(),
    tag: await freeTag(parts, stores),
    topic: root.topic,
    key,
    about: named,
    receivedOn: today,
    ...promise(parts, { topic: root.topic, appealOf: root.id }, today),
    appealOf: root.id,
    deciders: await decidersOf(stores, root),
  }
  const body = parts.vault.cases.seal(key, why.text)
  const pictures = sealPictures(parts, key, why.pictures ?? [])
  await stores.cases.addAppeal(file, { side: 'author', kind: 'text', body, by: null, on: today, pictures })
  return { file, says: await sayNew(parts, stores, file) }
}

/** Everybody who had a part in the decision, whoever decided last at the end. */
async function decidersOf(stores: Stores, root: CaseFile): Promise<string[]> {
  const by = (await stores.cases.entries(root.id)).flatMap((entry) => (entry.kind === 'note' ? [] : (entry.by ?? [])))
  return [...new Set(by.reverse())].reverse()
}
