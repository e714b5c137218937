import { addDays } from './plain-date.ts'
import type { WorkingCalendar } from './working-calendar.ts'
import { dateAt, instantAt, type TimeOfDay, timeAt } from './zoned.ts'

/** From when to when nobody is written to, in the person's own time zone. */
export interface QuietHours {
  readonly from: TimeOfDay
  readonly to: TimeOfDay
  /** False: everybody is written to at the very end of the quiet hours. */
  readonly spread?: boolean
}

/** Minutes after the quiet hours within which messages are spread. */
const SPREAD_MINUTES = 30
/** Minutes that everybody else's messages make busy: platforms ask to keep away from the full and the half hour. */
const BUSY_MINUTES = 3
const DAY_MINUTES = 24 * 60

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

/** When messages of a day go out to somebody: shortly after the quiet hours end, for one person always at the same minute. */
export function morningOf(date: string, who: string, timeZone: string, quiet: QuietHours): number {
  const minutes = spreadMinutes(quiet)
  return instantAt(date, quiet.to, timeZone) + (minutes[spread(who) % minutes.length] ?? 0) * 60_000
}

/** When the time in which somebody may be written to ends, from a moment in it. */
export function windowEnd(now: number, timeZone: string, quiet: QuietHours): number {
  const today = dateAt(now, timeZone)
  const end = instantAt(today, quiet.from, timeZone)
  return end > now ? end : instantAt(addDays(today, 1), quiet.from, timeZone)
}

/** The minutes after the quiet hours at which messages go out: none that is busy, none when it is quiet again. */
function spreadMinutes({ from, to, spread = true }: QuietHours): number[] {
  if (!spread) return [0]
  const open = (minuteOf(from) - minuteOf(to) + DAY_MINUTES) % DAY_MINUTES
  const minutes = Array.from({ length: Math.min(SPREAD_MINUTES, open || DAY_MINUTES) }, (_, minute) => minute)
  const calm = minutes.filter((minute) => {
    const inHalfHour = (minuteOf(to) + minute) % 30
    return inHalfHour >= BUSY_MINUTES && inHalfHour < 30 - BUSY_MINUTES
  })
  return calm.length > 0 ? calm : [0]
}

function minuteOf(time: TimeOfDay): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number)
  return hours * 60 + minutes
}

/** A number from a name, the same every time (FNV-1a, 32 bits). */
function spread(name: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193)
  return hash >>> 0
}
