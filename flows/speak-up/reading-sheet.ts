import type { Field, Sheet, Turn } from '#core'
import {
  type CaseEntry,
  type CaseFile,
  type CaseParty,
  type ReadEntry,
  readAtDesk,
  readOnAppeal,
  showDate,
} from '#domain'
import { openPictures, withCount } from './enclosed.ts'
import { entryText } from './entry-text.ts'
import { signatureFor } from './named-case.ts'
import type { SpeakUpParts, Stores } from './parts.ts'
import { rewardAtDesk } from './rewarding.ts'
import { isCoordinated } from './topics.ts'
import { words } from './words.ts'

interface Reader {
  readonly party: CaseParty
  /** What of a case they read. */
  readonly reads: (entries: readonly CaseEntry[]) => ReadEntry[]
}

/** A case as somebody at the desk reads it: what was said so far, in the words that are for them; an appeal after what it appeals. */
export async function readingSheet(
  parts: SpeakUpParts,
  turn: Turn<Stores>,
  file: CaseFile,
  party: CaseParty,
): Promise<Sheet> {
  const { locale } = turn.member
  const text = words(locale)
  const root = file.appealOf === null ? null : await turn.stores.cases.get(file.appealOf)
  const atDesk: Reader = {
    party,
    reads: (entries) => readAtDesk(entries, party, isCoordinated(parts, file), file),
  }
  const fields = [
    ...(root ? await said(parts, turn, root, { party: 'handler', reads: readOnAppeal }, 'root') : []),
    ...(await said(parts, turn, file, atDesk, 'entry')),
  ]
  return {
    title: text.desk.fullTitle(parts.vault.tags.show(file.tag, locale)),
    ...(fields.some((field) => field.pictures?.length) && { toPage: text.desk.toPictures }),
    submit: text.desk.closeSheet,
    steps: [{ fields }],
    state: parts.sheets.seal({ flow: 'case', form: 'read', id: parts.random.id(), args: { case: file.id } }),
  }
}

async function said(
  parts: SpeakUpParts,
  turn: Turn<Stores>,
  file: CaseFile,
  { party, reads }: Reader,
  prefix: string,
): Promise<Field[]> {
  const { locale } = turn.member
  const text = words(locale)
  const entries = await turn.stores.cases.entries(file.id)
  const people = await turn.stores.people.many(entries.flatMap((entry) => entry.by ?? []))
  const author = (await signatureFor(parts, turn.stores, file, party, locale)) ?? text.desk.author
  const name = (entry: CaseEntry) => people.find((person) => person.id === entry.by)?.name ?? author
  const opened = await openPictures(parts, turn.stores, file)
  const label = ({ entry, body }: ReadEntry) => {
    const heading = text.desk.saidAs(text.saidOn(name(entry), showDate(entry.on, locale)), text.desk.kinds[entry.kind])
    if (entry.kind === 'reward') return `${heading}\n${rewardAtDesk(parts, file, entry, locale)}`
    const shown = `${heading}\n${withCount(text, entryText(parts, file, { ...entry, body }), body === entry.body ? entry.pictures : 0)}`
    if (body !== entry.body || entry.restated === null) return shown
    return `${shown}\n${text.desk.restatedAs}\n${entryText(parts, file, { ...entry, body: entry.restated })}`
  }
  return reads(entries).map((read) => ({
    name: `${prefix}_${read.n}`,
    kind: 'statement',
    label: label(read),
    // What shows in a picture cannot be restated: it is for those who read the original.
    pictures: read.body === read.entry.body ? (opened[read.n] ?? []) : [],
  }))
}
