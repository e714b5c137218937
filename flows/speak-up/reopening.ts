import type { Outcome, Turn } from '#core'
import { afterStep } from '#domain'
import { withRoot } from './author-said.ts'
import { handlerLine } from './handler-line.ts'
import type { SpeakUpParts, Stores } from './parts.ts'
import { promise } from './promise.ts'
import { sayChange } from './ticket.ts'
import { todayOf } from './today.ts'
import { isCoordinated } from './topics.ts'
import { type InHand, notNow } from './with-case.ts'

/** A closed case is opened again by whoever handles it; an answer is owed anew. */
export async function reopen(parts: SpeakUpParts, turn: Turn<Stores>, hand: InHand): Promise<Outcome> {
  const { file, person, party, steps } = hand
  const after = steps.includes('reopen') && afterStep(file, isCoordinated(parts, file), party, 'reopen')
  if (!after) return { notices: [{ text: notNow(turn, hand) }] }
  const owed = { ...promise(parts, file, todayOf(parts)), acknowledgeBy: null }
  const changed = { ...after, ...owed, closedOn: null, outcome: null }
  await turn.stores.cases.save(changed, file.revision)
  const root = file.appealOf === null ? [] : await withRoot(parts, turn.stores, changed, 'appeal')
  return { say: [...(await sayChange(parts, turn.stores, changed, handlerLine('reopen', person))), ...root] }
}
