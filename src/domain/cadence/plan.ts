import { addPeriod, type PlainDate, yearOf } from '../calendar/plain-date.ts'
import { morningOf, nextAllowed, type QuietHours } from '../calendar/quiet-hours.ts'
import type { WorkingCalendar } from '../calendar/working-calendar.ts'
import type { Cadence, Dates } from './cadence.ts'
import { type Occurrence, occurrenceKey } from './occurrence.ts'

/** One date a series asks for. */
export interface Nominal {
  readonly anchorOn: PlainDate
  readonly nominalOn: PlainDate
}

/**
 * The dates of fixed steps, counted from the anchor each (never from the one before, which would drift at month ends).
 * Those already past when the subject first became known are not asked for: nobody could have kept them.
 */
export function stepDates(steps: readonly string[], anchorOn: PlainDate, today: PlainDate): Nominal[] {
  return steps.map((step) => ({ anchorOn, nominalOn: addPeriod(anchorOn, step) })).filter((n) => n.nominalOn >= today)
}

/**
 * The next date of a repeating series: one period after the newest one known of the same anchor. The first one of an
 * old anchor is the last that fell before today, so that a customer long unvisited comes up once and at once.
 */
export function nextRepeat(
  anchorOn: PlainDate,
  period: string,
  newestOfAnchor: PlainDate | null,
  today: PlainDate,
): Nominal {
  let times = 1
  let nominalOn = addPeriod(anchorOn, period)
  const passed = (next: PlainDate) => (newestOfAnchor === null ? next <= today : nominalOn <= newestOfAnchor)
  for (let next = addPeriod(anchorOn, period, times + 1); passed(next); next = addPeriod(anchorOn, period, times + 1)) {
    times++
    nominalOn = next
  }
  return { anchorOn, nominalOn }
}

/** The period of a repeating series, by how the last contact was made. */
export function repeatPeriod(dates: Extract<Dates, { kind: 'every' }>, lastKind: string | null): string {
  return (lastKind && dates.after[lastKind]) || dates.every
}

/** What the times of an occurrence are computed with. */
export interface PlanContext {
  readonly calendar: WorkingCalendar
  readonly quiet: QuietHours
  /** The company's. */
  readonly timeZone: string
  readonly now: number
}

/** An open occurrence for one date: deadline on a working day before it, reminder early enough to make it. */
export function planOccurrence(
  cadence: Cadence,
  name: string,
  subject: string,
  nominal: Nominal,
  ownerId: string | null,
  context: PlanContext,
  id: string,
): Occurrence {
  const deadlineOn = context.calendar.onOrBefore(nominal.nominalOn)
  return {
    id,
    key: occurrenceKey(subject, name, nominal.nominalOn),
    cadence: name,
    subject,
    nominalOn: nominal.nominalOn,
    anchorOn: nominal.anchorOn,
    deadlineOn,
    provisional: isProvisional(cadence, deadlineOn, context.calendar),
    ownerId,
    state: 'open',
    step: 'remind',
    nextAt: remindAt(cadence, deadlineOn, ownerId ?? subject, context),
    nextFor: ownerId ?? '',
    remindedAt: null,
    snoozes: 0,
    reason: null,
    closedAt: null,
    closedBy: null,
    late: false,
  }
}

/** When the reminder for a deadline goes out: `lead` working days before, in the morning; at once if that is past. */
export function remindAt(cadence: Cadence, deadlineOn: PlainDate, who: string, context: PlanContext): number {
  const day = context.calendar.addWorkingDays(deadlineOn, -cadence.lead)
  const morning = morningOf(day, who, context.timeZone, context.quiet)
  return morning >= context.now
    ? morning
    : nextAllowed(context.now, who, context.timeZone, context.calendar, context.quiet)
}

/** When the superior is told that a deadline was missed. */
export function escalateAt(cadence: Cadence, deadlineOn: PlainDate, context: Omit<PlanContext, 'now'>): number {
  const day = context.calendar.addWorkingDays(deadlineOn, Math.max(1, cadence.escalateAfter))
  return morningOf(day, '', context.timeZone, context.quiet)
}

/** Working days after the escalation until a missed one is closed as it stands. */
const CLOSE_AFTER = 10

export function closeAt(cadence: Cadence, deadlineOn: PlainDate, context: Omit<PlanContext, 'now'>): number {
  const day = context.calendar.addWorkingDays(deadlineOn, Math.max(1, cadence.escalateAfter) + CLOSE_AFTER)
  return morningOf(day, '', context.timeZone, context.quiet)
}

function isProvisional(cadence: Cadence, deadlineOn: PlainDate, calendar: WorkingCalendar): boolean {
  const remindOn = calendar.addWorkingDays(deadlineOn, -cadence.lead)
  return !calendar.known(deadlineOn) || (yearOf(remindOn) !== yearOf(deadlineOn) && !calendar.known(remindOn))
}
