import type { Outcome, Turn } from '#core'
import type { CaseFile, CaseParty, DeskStep, Person } from '#domain'
import { isSignedFor } from './named-case.ts'
import type { SpeakUpParts, Stores } from './parts.ts'
import { partyOf, stepsFor } from './party.ts'
import { readersOf } from './readers.ts'
import { words } from './words.ts'

/** A case in the hands of somebody who may read it. */
export interface InHand {
  readonly file: CaseFile
  readonly person: Person
  readonly party: CaseParty
  /** Whether the author gave their name, and they may know it. */
  readonly known: boolean
  /** What they may do with it now. */
  readonly steps: readonly DeskStep[]
}

/** Does something with a case for somebody who may read it. */
export async function withCase(
  parts: SpeakUpParts,
  turn: Turn<Stores>,
  id: string,
  work: (hand: InHand) => Promise<Outcome>,
): Promise<Outcome> {
  const person = await turn.stores.people.get(turn.member.id)
  const file = await turn.stores.cases.get(id)
  const readers = await readersOf(parts, turn.stores)
  // Whether a case exists is nothing to tell somebody who may not handle it.
  if (!person || !file || !readers.may(file, person)) {
    const { desk, named } = words(turn.member.locale)
    const own = person && file && readers.isOwn(file, person)
    return { notices: [{ text: own ? named.own : desk.notHandler }] }
  }
  const party = partyOf(parts, file, person)
  const not = [
    // Everybody reads what is published, also whom it is about.
    ...(readers.isAbout(file) ? ['propose'] : []),
    // What was appealed is in the hands of whoever decides the appeal: it is opened again, and ends, with that.
    ...((await turn.stores.cases.appealOf(id)) ? ['propose', 'reopen'] : []),
  ]
  const steps = stepsFor(parts, file, party).filter((what) => !not.includes(what))
  const known = await isSignedFor(turn.stores, file, party)
  return work({ file, person, party, known, steps })
}

/** Why something cannot be done now. */
export function notNow(turn: Turn<Stores>, { file }: InHand): string {
  const text = words(turn.member.locale).desk
  return file.state === 'closed' || file.state === 'sealed' ? text.alreadyClosed : text.notNow
}
