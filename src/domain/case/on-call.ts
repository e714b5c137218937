import { dayOfWeek, type PlainDate } from '../calendar/plain-date.ts'

export const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const
type Weekday = (typeof WEEKDAYS)[number]

/** Who is on duty on which day: person ids. */
export interface OnCall {
  readonly week: Readonly<Partial<Record<Weekday, readonly string[]>>>
  /** Single days, which come before the week. */
  readonly days: Readonly<Record<PlainDate, readonly string[]>>
}

export function onDuty({ week, days }: OnCall, day: PlainDate): readonly string[] {
  const weekday = WEEKDAYS[dayOfWeek(day)]
  return days[day] ?? (weekday && week[weekday]) ?? []
}
