import { type CaseFile, type PlainDate, type Topic, UNTOUCHED } from '#domain'
import type { Filing } from './bag.ts'
import { freeTag } from './free-tag.ts'
import type { SpeakUpParts, Stores } from './parts.ts'
import { promise } from './promise.ts'
import { aboutNew } from './readers.ts'
import { keepReturnWord } from './return-word.ts'

/** Makes a case of a first message. Only now are its key and the share that destroys it made. */
export async function openCase(
  parts: SpeakUpParts,
  stores: Stores,
  topic: Topic,
  filing: Filing,
  today: PlainDate,
): Promise<CaseFile> {
  const { cases, addresses } = parts.vault
  const key = cases.newKey()
  const created: CaseFile = {
    ...UNTOUCHED,
    id: parts.random.id(),
    tag: await freeTag(parts, stores),
    topic: topic.id,
    key,
    about: cases.seal(key, await aboutNew(parts, stores, topic, filing.about)),
    receivedOn: today,
    ...promise(parts, { topic: topic.id, appealOf: null }, today),
  }
  const address = filing.address === null ? null : addresses.keep(filing.address)
  const first = { side: 'author', kind: 'text', body: cases.seal(key, filing.text), by: null, on: today } as const
  const pictures = sealPictures(parts, key, filing.pictures)
  await stores.cases.add(created, { ...first, pictures }, filing.lookup, address, wordsOf(parts, key, filing))
  await keepReturnWord(parts, stores, created, filing.returnWord)
  return created
}

/** Sealed as the texts are: they say nothing to whoever reads the table, and are gone with the case's key. */
function wordsOf({ vault }: SpeakUpParts, key: string, { address, twoWords }: Filing): string | null {
  return address === null ? null : vault.cases.seal(key, twoWords)
}

export function sealPictures({ vault }: SpeakUpParts, key: string, pictures: readonly string[]): string[] {
  return pictures.map((picture) => vault.cases.sealPicture(key, Buffer.from(picture, 'base64')))
}
