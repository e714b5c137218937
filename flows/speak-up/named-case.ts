import type { Locale, Say } from '#core'
import type { CaseFile, CaseParty, Person } from '#domain'
import { told } from './named-say.ts'
import type { SpeakUpParts, Stores } from './parts.ts'
import { words } from './words.ts'

/** Whoever signed a case. */
export interface Signer {
  /** The case that was signed; its appeal is signed with it. */
  readonly root: CaseFile
  readonly person: Person
}

/** Puts the author's name to a case that was just opened, and tells them that it has been handed over. */
export async function sign({ vault }: SpeakUpParts, { authors }: Stores, file: CaseFile, person: string): Promise<Say> {
  await authors.add(file.id, vault.cases.seal(file.key, person))
  return told(file, [])
}

/** Whoever signed it; null where nobody did, or the key that says who is gone. */
export async function signerOf({ vault }: SpeakUpParts, stores: Stores, file: CaseFile): Promise<Signer | null> {
  const root = file.appealOf === null ? file : await stores.cases.get(file.appealOf)
  const author = root && (await stores.authors.of(root.id))
  if (!root || !author || !vault.cases.opensKey(root.key)) return null
  const person = await stores.people.get(vault.cases.open(root.key, author.sealed))
  return person && { root, person }
}

/** Whether its author gave their name. */
export async function isSigned({ authors }: Stores, file: CaseFile): Promise<boolean> {
  return (await authors.of(file.appealOf ?? file.id)) !== null
}

/** Whether it is signed, as far as somebody in this part may know: the coordinator can keep a name from the department. */
export async function isSignedFor({ authors }: Stores, file: CaseFile, party: CaseParty): Promise<boolean> {
  const author = await authors.of(file.appealOf ?? file.id)
  return author !== null && (author.shown || party === 'coordinator')
}

/** What those who read a case call its author: the name, where it is signed and they may know; null else. */
export async function signatureFor(
  parts: SpeakUpParts,
  stores: Stores,
  file: CaseFile,
  party: CaseParty,
  locale: Locale,
): Promise<string | null> {
  const signer = (await isSignedFor(stores, file, party)) ? await signerOf(parts, stores, file) : null
  return signer && words(locale).named.signedBy(fullName(signer.person))
}

/** A person as the company knows them. */
export function fullName({ name, department }: Person): string {
  return department === '' ? name : `${name} · ${department}`
}
