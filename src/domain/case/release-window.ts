import { addDays } from '../calendar/plain-date.ts'
import { dateAt, instantAt, type TimeOfDay } from '../calendar/zoned.ts'
import type { Company } from '../company/company.ts'
import type { SpeakUpBox } from './topic.ts'

/** Hours of working days at which what was written crosses; none: everything crosses at once. */
export type Windows = readonly TimeOfDay[]

/** When what concerns a box crosses. */
export function windowsOf({ windows }: SpeakUpBox, { immediate }: Company): Windows {
  return immediate ? [] : windows
}

type When = Pick<Company, 'timeZone' | 'calendar'>

/** The latest window at or before a moment. @param windows at least one */
export function windowBefore(now: number, windows: Windows, when: When): number {
  const today = dateAt(now, when.timeZone)
  const past = windowsOn(today, windows, when).filter((at) => at <= now)
  if (past.length > 0) return Math.max(...past)
  return Math.max(...windowsOn(when.calendar.onOrBefore(addDays(today, -1)), windows, when))
}

/** The first window after a moment. @param windows at least one */
export function windowAfter(now: number, windows: Windows, when: When): number {
  const today = dateAt(now, when.timeZone)
  const ahead = windowsOn(today, windows, when).filter((at) => at > now)
  if (ahead.length > 0) return Math.min(...ahead)
  return Math.min(...windowsOn(when.calendar.onOrAfter(addDays(today, 1)), windows, when))
}

function windowsOn(day: string, windows: Windows, { timeZone, calendar }: When): number[] {
  return calendar.isWorkingDay(day) ? windows.map((time) => instantAt(day, time, timeZone)) : []
}
