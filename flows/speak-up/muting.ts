import type { Outcome, Turn } from '#core'
import { afterStep } from '#domain'
import { handlerLine } from './handler-line.ts'
import type { SpeakUpParts, Stores } from './parts.ts'
import { sayChange } from './ticket.ts'
import { isCoordinated } from './topics.ts'
import { type InHand, notNow } from './with-case.ts'
import { words } from './words.ts'

/** A case falls silent, or speaks again: never a person, of whom nothing is known. */
export async function mute(
  parts: SpeakUpParts,
  turn: Turn<Stores>,
  hand: InHand,
  what: 'mute' | 'unmute',
): Promise<Outcome> {
  const { file, person, party } = hand
  const changed = afterStep(file, isCoordinated(parts, file), party, what)
  if (!changed) return { notices: [{ text: notNow(turn, hand) }] }
  await turn.stores.cases.save(changed, file.revision)
  const text = words(turn.member.locale).desk
  return {
    say: await sayChange(parts, turn.stores, changed, handlerLine(what, person)),
    notices: [{ text: what === 'mute' ? text.mutedNow : text.unmutedNow }],
  }
}
