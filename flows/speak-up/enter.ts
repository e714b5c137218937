import type { Say, Turn } from '#core'
import type { CaseEntry, CaseFile, CaseState, Person } from '#domain'
import { handlerLine } from './handler-line.ts'
import { nudge } from './nudge.ts'
import type { SpeakUpParts, Stores } from './parts.ts'
import { sayChange } from './ticket.ts'
import { todayOf } from './today.ts'
import { topicOf } from './topics.ts'
import { windowsFor } from './windows.ts'

/** What a handler may write to the author. */
export type Writing = 'answer' | 'ask' | 'close'

const KINDS: Readonly<Record<Writing, { kind: CaseEntry['kind']; state: CaseState }>> = {
  answer: { kind: 'text', state: 'answered' },
  ask: { kind: 'question', state: 'waiting' },
  close: { kind: 'closing', state: 'closed' },
}

export function isWriting(form: string): form is Writing {
  return form in KINDS
}

/**
 * The one way by which anything that a handler says reaches the author: writes it into the case, tells the channel, and
 * nudges the author if there is a way to. Where there are windows, the author sees and hears of it at the next one.
 */
export async function enter(
  parts: SpeakUpParts,
  { stores }: Turn<Stores>,
  writing: Writing,
  file: CaseFile,
  person: Person,
  typed: string,
): Promise<Say[]> {
  const { kind, state } = KINDS[writing]
  const body = parts.vault.cases.seal(file.key, typed)
  await stores.cases.addEntry(file.id, { side: 'handler', kind, body, by: person.id, on: todayOf(parts) })
  const answered = state === 'answered' || state === 'closed'
  const changed: CaseFile = {
    ...file,
    state,
    handlerId: file.handlerId ?? person.id,
    alarmOn: answered ? null : file.alarmOn,
  }
  await stores.cases.save(changed, file.revision)
  const says = await sayChange(parts, stores, changed, handlerLine(kind, person))
  if (windowsFor(parts, topicOf(parts, file)).length > 0) {
    await stores.waiting.hold(file.id, (await stores.cases.entries(file.id)).length)
    return says
  }
  return (await stores.cases.address(file.id)) === null ? says : [...says, nudge(file)]
}
