import { TZDateMini } from '@date-fns/tz'
import { add } from 'date-fns/add'
import { differenceInCalendarDays } from 'date-fns/differenceInCalendarDays'
import { type CalendarDuration, parseISODuration } from './iso-duration.ts'

/** A calendar date without time or zone, `YYYY-MM-DD`. Compares as text. */
export type PlainDate = string

const SHAPE = /^(\d{4})-(\d{2})-(\d{2})$/

/** Whether a text is a date that exists (no 30 February). */
export function isPlainDate(text: string): boolean {
  const parts = SHAPE.exec(text)
  if (!parts) return false
  const date = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text)
}

/** The date a period after (or, negated, before) another. A month's end is clamped: 31 January + P1M is the end of February. */
export function addPeriod(date: PlainDate, period: string, times = 1): PlainDate {
  const duration = parseISODuration(period)
  const scaled: CalendarDuration = {}
  for (const unit of ['years', 'months', 'weeks', 'days'] as const) {
    if (duration[unit]) scaled[unit] = duration[unit] * times
  }
  return toPlain(add(utc(date), scaled))
}

export function addDays(date: PlainDate, days: number): PlainDate {
  return toPlain(add(utc(date), { days }))
}

/** Days from one date to another; negative when the second is earlier. */
export function daysBetween(from: PlainDate, to: PlainDate): number {
  return differenceInCalendarDays(utc(to), utc(from))
}

/** 0 is Sunday. */
export function dayOfWeek(date: PlainDate): number {
  return new Date(`${date}T00:00:00Z`).getUTCDay()
}

export function yearOf(date: PlainDate): number {
  return Number(date.slice(0, 4))
}

/**
 * A date as people write it: 2026-03-01, 2026/3/1, 2026.3.1, 20260301, 2026年3月1日, in full-width digits too; without a
 * year (3月1日, 3/1, 3-1) the next one from `today` on. Null when it is none.
 */
export function parseDate(text: string, today?: PlainDate): PlainDate | null {
  const typed = text.normalize('NFKC').trim()
  const full =
    /^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?$/.exec(typed) ??
    /^(\d{4})(\d{2})(\d{2})$/.exec(typed)
  if (full) return compose(Number(full[1]), Number(full[2]), Number(full[3]))
  const short = /^(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?$/.exec(typed)
  if (!short || !today) return null
  const month = Number(short[1])
  const day = Number(short[2])
  const year = yearOf(today)
  const thisYear = compose(year, month, day)
  return thisYear !== null && thisYear >= today ? thisYear : compose(year + 1, month, day)
}

function compose(year: number, month: number, day: number): PlainDate | null {
  const text = `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
  return isPlainDate(text) ? text : null
}

function utc(date: PlainDate): Date {
  return new TZDateMini(date, 'UTC')
}

function toPlain(date: Date): PlainDate {
  return new Date(date.getTime()).toISOString().slice(0, 10)
}
