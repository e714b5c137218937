import { TZDateMini } from '@date-fns/tz'
import type { PlainDate } from './plain-date.ts'

/** A time of day, `HH:MM`, 24 hours. Compares as text. */
export type TimeOfDay = string

/**
 * The instant (ms) at which a clock in that zone shows this date and time. Where a clock change skips it, the instant
 * an hour later on the clock; where it comes twice, the first.
 */
export function instantAt(date: PlainDate, time: TimeOfDay, timeZone: string): number {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number)
  const [hour = 0, minute = 0] = time.split(':').map(Number)
  return new TZDateMini(year, month - 1, day, hour, minute, timeZone).getTime()
}

export function dateAt(instant: number, timeZone: string): PlainDate {
  const local = new TZDateMini(instant, timeZone)
  const pad = (n: number) => String(n).padStart(2, '0')
  return `${local.getFullYear()}-${pad(local.getMonth() + 1)}-${pad(local.getDate())}`
}

export function timeAt(instant: number, timeZone: string): TimeOfDay {
  const local = new TZDateMini(instant, timeZone)
  return `${String(local.getHours()).padStart(2, '0')}:${String(local.getMinutes()).padStart(2, '0')}`
}

export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}
