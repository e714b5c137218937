import type { AnonymousEvent, Field, FormPictures, Picture } from '#core'
import type { CaseFile } from '#domain'
import type { SpeakUpParts, Stores } from './parts.ts'
import type { words } from './words.ts'

type Words = ReturnType<typeof words>

const NAME = 'pictures'

/** Where pictures are chosen, on the page of a form. */
export function pictureField(text: Words): Field {
  return { name: NAME, kind: 'pictures', label: text.pictures, hint: text.picturesHint, required: false }
}

/** The pictures that came with a form, base64; none where it had none. */
export function enclosedIn(pictures: FormPictures = {}): string[] {
  return (pictures[NAME] ?? []).map(({ bytes }) => Buffer.from(bytes).toString('base64'))
}

export function enclosedBy({ body }: AnonymousEvent): string[] {
  return body.kind === 'form' ? enclosedIn(body.pictures) : []
}

/** Pictures that wait, to be shown. */
export function shownPictures(enclosed: readonly string[]): Picture[] {
  return enclosed.map((picture) => ({ bytes: Buffer.from(picture, 'base64'), traces: [] }))
}

/** The pictures of a case, by the number of their entry. */
export async function openPictures({ vault }: SpeakUpParts, stores: Stores, file: CaseFile): Promise<Picture[][]> {
  const opened: Picture[][] = []
  for (const { entry, body } of await stores.cases.pictures(file.id)) {
    opened[entry] = [...(opened[entry] ?? []), { bytes: vault.cases.openPicture(file.key, body), traces: [] }]
  }
  return opened
}

/** A text, with how many pictures go with it. */
export function withCount(text: Words, said: string, pictures: number): string {
  return [said, pictures > 0 ? text.withPictures(pictures) : ''].filter(Boolean).join('\n')
}
