import { addDays } from './plain-date.ts'
import type { WorkingCalendar } from './working-calendar.ts'
import { dateAt, instantAt, type TimeOfDay, timeAt } from './zoned.ts'

/** From when to when nobody is written to, in the person's own time zone. */
export interface QuietHours {
  readonly from: TimeOfDay
  readonly to: TimeOfDay
}

/** Minutes after the quiet hours within which messages are spread, away from the full and the half hour. */
const SPREAD = { from: 3, minutes: 24 }

/** Whether a time of day is quiet. The span may cross midnight. */
export function isQuiet(time: TimeOfDay, quiet: QuietHours): boolean {
  return quiet.from <= quiet.to ? time >= quiet.from && time < quiet.to : time >= quiet.from || time < quiet.to
}

/** Whether a person may be written to now: a working day, outside the quiet hours. */
export function mayWrite(now: number, timeZone: string, calendar: WorkingCalendar, quiet: QuietHours): boolean {
  return calendar.isWorkingDay(dateAt(now, timeZone)) && !isQuiet(timeAt(now, timeZone), quiet)
}

/** The first instant from `now` on at which a person may be written to; later ones are spread by `who`. */
export function nextAllowed(
  now: number,
  who: string,
  timeZone: string,
  calendar: WorkingCalendar,
  quiet: QuietHours,
): number {
  if (mayWrite(now, timeZone, calendar, quiet)) return now
  const today = dateAt(now, timeZone)
  const morning = morningOf(today, who, timeZone, quiet)
  if (morning > now && calendar.isWorkingDay(today)) return morning
  return morningOf(calendar.onOrAfter(addDays(today, 1)), who, timeZone, quiet)
}

/** When messages of a day go out to somebody: shortly after the quiet hours end. */
export function morningOf(date: string, who: string, timeZone: string, quiet: QuietHours): number {
  return instantAt(date, quiet.to, timeZone) + (SPREAD.from + (spread(who) % SPREAD.minutes)) * 60_000
}

/** A number from a name, the same every time (FNV-1a, 32 bits). */
function spread(name: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193)
  return hash >>> 0
}
