import type { Outcome, Turn } from '#core'
import { afterStep, nextAlarmDay } from '#domain'
import { handlerLine } from './handler-line.ts'
import type { SpeakUpParts, Stores } from './parts.ts'
import { alarmsFor } from './promise.ts'
import { sayChange } from './ticket.ts'
import { todayOf } from './today.ts'
import { isCoordinated } from './topics.ts'
import { type InHand, notNow } from './with-case.ts'
import { words } from './words.ts'

/** Somebody takes a case in hand: with that it is acknowledged. */
export async function take(parts: SpeakUpParts, turn: Turn<Stores>, hand: InHand): Promise<Outcome> {
  const { file, person, party } = hand
  const after = afterStep(file, isCoordinated(parts, file), party, 'take')
  if (!after) {
    if (file.handlerId === null) return { notices: [{ text: notNow(turn, hand) }] }
    const name = (await turn.stores.people.get(file.handlerId))?.name ?? file.handlerId
    return { notices: [{ text: words(turn.member.locale).desk.alreadyTaken(name) }] }
  }
  const taken = { ...after, handlerId: person.id, acknowledgeBy: null }
  const changed = { ...taken, alarmOn: nextAlarmDay(alarmsFor(parts, taken), todayOf(parts)) }
  await turn.stores.cases.save(changed, file.revision)
  return { say: await sayChange(parts, turn.stores, changed, handlerLine('take', person)) }
}
