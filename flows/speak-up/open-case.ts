import { ConflictError } from '#core'
import type { CaseFile, PlainDate, Tag, Topic } from '#domain'
import type { Filing } from './bag.ts'
import type { SpeakUpParts, Stores } from './parts.ts'
import { promise } from './promise.ts'

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
    id: parts.random.id(),
    tag: await freeTag(parts, stores),
    topic: topic.id,
    state: 'received',
    key,
    about: cases.seal(key, JSON.stringify(filing.about)),
    receivedOn: today,
    ...promise(parts, topic, today),
    handlerId: null,
    revision: 1,
  }
  const address = filing.address === null ? null : addresses.keep(filing.address)
  const first = { side: 'author', kind: 'text', body: cases.seal(key, filing.text), by: null, on: today } as const
  const pictures = sealPictures(parts, key, filing.pictures)
  await stores.cases.add(created, { ...first, pictures }, filing.lookup, address)
  return created
}

export function sealPictures({ vault }: SpeakUpParts, key: string, pictures: readonly string[]): string[] {
  return pictures.map((picture) => vault.cases.sealPicture(key, Buffer.from(picture, 'base64')))
}

async function freeTag(parts: SpeakUpParts, stores: Stores): Promise<Tag> {
  for (let tried = 0; tried < 50; tried++) {
    const tag = parts.vault.tags.mint()
    if (!(await stores.cases.byTag(tag))) return tag
  }
  throw new ConflictError('the tag')
}
