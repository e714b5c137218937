import type { Outcome, Turn } from '#core'
import type { CaseFile, Person } from '#domain'
import { handlerLine } from './handler-line.ts'
import type { SpeakUpParts, Stores } from './parts.ts'
import { sayChange } from './ticket.ts'
import { words } from './words.ts'

/** Somebody takes a case in hand. */
export async function take(parts: SpeakUpParts, turn: Turn<Stores>, file: CaseFile, person: Person): Promise<Outcome> {
  if (file.handlerId !== null) {
    const name = (await turn.stores.people.get(file.handlerId))?.name ?? file.handlerId
    return { notices: [{ text: words(turn.member.locale).desk.alreadyTaken(name) }] }
  }
  const state = file.state === 'received' ? 'taken' : file.state
  const changed: CaseFile = { ...file, handlerId: person.id, state }
  await turn.stores.cases.save(changed, file.revision)
  return { say: await sayChange(parts, turn.stores, changed, handlerLine('take', person)) }
}
