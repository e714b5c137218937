import { dateAt, type PlainDate } from '#domain'
import type { SpeakUpParts } from './parts.ts'

/** The company's date of this moment. */
export function todayOf({ clock, programs }: SpeakUpParts): PlainDate {
  return dateAt(clock.now(), programs().company.timeZone)
}
