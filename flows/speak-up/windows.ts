import type { Instant, Locale } from '#core'
import { dateAt, showDate, type Topic, timeAt, type Windows, windowAfter, windowsOf } from '#domain'
import type { SpeakUpParts } from './parts.ts'
import { boxOf } from './topics.ts'

/** When what concerns a topic crosses; none: at once. */
export function windowsFor(parts: SpeakUpParts, topic: Topic): Windows {
  return topic.atOnce ? [] : windowsOf(boxOf(parts, { topic: topic.id }), parts.programs().company)
}

/** Every window there is. */
export function allWindows({ programs }: SpeakUpParts): Windows {
  const { boxes, company } = programs()
  return [...new Set(boxes.flatMap((box) => windowsOf(box, company)))].sort()
}

/** When something about this topic crosses next; null: at once. */
export function nextCrossing(parts: SpeakUpParts, topic: Topic): Instant | null {
  const windows = windowsFor(parts, topic)
  return windows.length === 0 ? null : windowAfter(parts.clock.now(), windows, parts.programs().company)
}

export function showWindow({ programs }: SpeakUpParts, at: Instant, locale: Locale): string {
  const { timeZone } = programs().company
  return `${showDate(dateAt(at, timeZone), locale)} ${timeAt(at, timeZone)}`
}
