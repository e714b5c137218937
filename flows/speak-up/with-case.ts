import type { Outcome, Turn } from '#core'
import type { CaseFile, Person } from '#domain'
import type { SpeakUpParts, Stores } from './parts.ts'
import { readersOf } from './readers.ts'
import { words } from './words.ts'

/** Does something with a case for somebody who may handle it. */
export async function withCase(
  parts: SpeakUpParts,
  turn: Turn<Stores>,
  id: string,
  work: (file: CaseFile, person: Person) => Promise<Outcome>,
): Promise<Outcome> {
  const person = await turn.stores.people.get(turn.member.id)
  const file = await turn.stores.cases.get(id)
  const readers = await readersOf(parts, turn.stores)
  // Whether a case exists is nothing to tell somebody who may not handle it.
  if (!person || !file || !readers.may(file, person)) {
    return { notices: [{ text: words(turn.member.locale).desk.notHandler }] }
  }
  return work(file, person)
}
