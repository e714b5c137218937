import { addDays, addPeriod, daysBetween, type PlainDate } from '../calendar/plain-date.ts'
import type { WorkingCalendar } from '../calendar/working-calendar.ts'

/** So long: a number of working days, or a period of the calendar (`P7D`, `P3M`). */
export type CaseSpan = number | string

/** When somebody is reminded: so long before the deadline, or when this share of the time is over (`80%`). */
export type CaseReminder = CaseSpan

/** What is promised of a topic's cases, and when somebody is told. Days only. */
export interface CaseClock {
  /** By when somebody has it in hand; null where that is not promised. */
  readonly acknowledge: CaseSpan | null
  /** By when the author is answered. */
  readonly answer: CaseSpan
  /** Where a deadline counted in calendar days goes that falls on a day off. */
  readonly daysOff: 'after' | 'before' | 'stay'
  readonly remind: readonly CaseReminder[]
  /** After the deadline, when somebody above is told. */
  readonly escalate: CaseSpan
}

/**
 * Models a definition names. `ibm`: the department answers by the 10th working day. `motorola`: an answer within 3 days.
 * `eu`: Directive (EU) 2019/1937, Articles 9 and 11: acknowledged within 7 days, feedback within 3 months. `line-24h`:
 * somebody has answered by the end of the next day, whatever day that is.
 */
export const CASE_CLOCKS = {
  ibm: { acknowledge: null, answer: 10, daysOff: 'after', remind: [2], escalate: 1 },
  motorola: { acknowledge: null, answer: 'P3D', daysOff: 'after', remind: [1], escalate: 1 },
  eu: { acknowledge: 'P7D', answer: 'P3M', daysOff: 'before', remind: ['80%', 'P15D'], escalate: 1 },
  'line-24h': { acknowledge: 'P1D', answer: 'P1D', daysOff: 'stay', remind: ['P0D'], escalate: 'P1D' },
} as const satisfies Record<string, CaseClock>

/** What is owed of a case, and since when. */
export interface CaseDebt {
  /** Since when the author waits; null while nothing is owed. */
  readonly owedOn: PlainDate | null
  readonly answerBy: PlainDate
  /** Null once somebody has it in hand. */
  readonly acknowledgeBy: PlainDate | null
}

/** Something about which somebody is told on a day. */
export interface CaseAlarm {
  readonly on: PlainDate
  readonly what: 'remind' | 'missed'
  readonly of: 'acknowledge' | 'answer'
}

/** The day by which something is promised on that day. */
export function deadline(
  from: PlainDate,
  span: CaseSpan,
  daysOff: CaseClock['daysOff'],
  calendar: WorkingCalendar,
): PlainDate {
  if (typeof span === 'number') return calendar.addWorkingDays(from, span)
  const day = addPeriod(from, span)
  if (daysOff === 'stay') return day
  if (daysOff === 'after') return calendar.onOrAfter(day)
  const before = calendar.onOrBefore(day)
  // A law does not wait for the holidays to end; but nobody can have answered before it came.
  return before > from ? before : day
}

/** What is promised for something that came in on a day: to have it in hand, and to answer. */
export function owed(from: PlainDate, clock: CaseClock, calendar: WorkingCalendar): CaseDebt {
  const by = (span: CaseSpan) => deadline(from, span, clock.daysOff, calendar)
  return {
    owedOn: from,
    answerBy: by(clock.answer),
    acknowledgeBy: clock.acknowledge === null ? null : by(clock.acknowledge),
  }
}

/** Everything about which somebody will be told while that is owed, in order. `anyDay`: on days off, too. */
export function alarmsOf(debt: CaseDebt, clock: CaseClock, calendar: WorkingCalendar, anyDay = false): CaseAlarm[] {
  const from = debt.owedOn
  if (from === null) return []
  const alarms: CaseAlarm[] = []
  for (const [of, by] of [
    ['acknowledge', debt.acknowledgeBy],
    ['answer', debt.answerBy],
  ] as const) {
    if (by === null) continue
    for (const reminder of clock.remind) {
      const day = reminderDay(reminder, from, by, calendar)
      const on = anyDay ? day : calendar.onOrBefore(day)
      if (on > from && on <= by) alarms.push({ on, what: 'remind', of })
    }
    alarms.push({ on: missedDay(by, clock.escalate, calendar, anyDay), what: 'missed', of })
  }
  return alarms.sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0))
}

/** The first day after another on which somebody is told; null when nothing is left to tell. */
export function nextAlarmDay(alarms: readonly CaseAlarm[], after: PlainDate): PlainDate | null {
  return alarms.find(({ on }) => on > after)?.on ?? null
}

function reminderDay(reminder: CaseReminder, from: PlainDate, by: PlainDate, calendar: WorkingCalendar): PlainDate {
  if (typeof reminder === 'number') return calendar.addWorkingDays(by, -reminder)
  const share = /^(\d{1,2})%$/.exec(reminder)
  if (share) return addDays(from, Math.floor((daysBetween(from, by) * Number(share[1])) / 100))
  return addPeriod(by, reminder, -1)
}

function missedDay(by: PlainDate, escalate: CaseSpan, calendar: WorkingCalendar, anyDay: boolean): PlainDate {
  if (typeof escalate === 'number') return anyDay ? addDays(by, escalate) : calendar.addWorkingDays(by, escalate)
  const day = addPeriod(by, escalate)
  return anyDay ? day : calendar.onOrAfter(day)
}
