import type { CaseFile } from '#domain'
import type { SpeakUpParts, Stores } from './parts.ts'

/** Says who signed a case, or the case that it appeals; null where nobody did, or the key that says who is gone. */
type Signers = (file: Pick<CaseFile, 'id' | 'appealOf'>) => string | null

/** Cases that this person has signed, without their appeals; the newest first. */
export async function signedBy(parts: SpeakUpParts, stores: Stores, person: string): Promise<CaseFile[]> {
  const signer = await signersOf(parts, stores)
  const theirs = (await stores.authors.all()).filter(({ caseId }) => signer({ id: caseId, appealOf: null }) === person)
  const files = await Promise.all(theirs.map(({ caseId }) => stores.cases.get(caseId)))
  return files.filter((file) => file !== null)
}

/** Nobody handles a case of their own, so whoever asks who may handle one asks here. Each is opened once, when it is asked about. */
export async function signersOf({ vault }: SpeakUpParts, { authors }: Stores): Promise<Signers> {
  const signed = new Map((await authors.all()).map((one) => [one.caseId, one]))
  const known = new Map<string, string | null>()
  return ({ id, appealOf }) => {
    const root = appealOf ?? id
    const found = signed.get(root)
    if (!found) return null
    const opens = () => (vault.cases.opensKey(found.key) ? vault.cases.open(found.key, found.sealed) : null)
    const person = known.has(root) ? (known.get(root) ?? null) : opens()
    known.set(root, person)
    return person
  }
}
