import type { Turn } from '#core'
import { dateAt, type Occurrence, type PlainDate } from '#domain'
import type { FollowUpParts, Stores } from './parts.ts'
import { planSubject } from './planning.ts'
import { loadSubject } from './subject.ts'

/** Ends an occurrence by this person; false when somebody was faster. */
export function closeOccurrence(turn: Turn<Stores>, occurrence: Occurrence): Promise<boolean> {
  return turn.stores.occurrences.change({
    ...occurrence,
    nextAt: null,
    closedAt: turn.now,
    closedBy: turn.member.id,
  })
}

/** Plans what follows; the deadline of the next one, for the person to know. */
export async function planNext(
  parts: FollowUpParts,
  turn: Turn<Stores>,
  occurrence: Occurrence,
): Promise<PlainDate | null> {
  const subject = await loadSubject(turn.stores, occurrence.subject)
  if (subject) await planSubject(parts, turn.stores, subject, turn.now)
  const others = await turn.stores.occurrences.of(occurrence.cadence, occurrence.subject)
  return others.find((one) => one.state === 'open')?.deadlineOn ?? null
}

export function today(parts: FollowUpParts, turn: Turn<Stores>): PlainDate {
  return dateAt(turn.now, parts.programs().company.timeZone)
}
