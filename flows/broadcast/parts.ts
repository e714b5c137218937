import type { Action, CoreStores, Instant, Locale, SendingPlanner, SentMessages } from '#core'
import { type DomainStores, dateAt, showDate, timeAt } from '#domain'

export type Stores = CoreStores & DomainStores

export interface BroadcastParts {
  readonly planner: SendingPlanner<Stores>
  readonly sent: SentMessages<Stores>
  /** What the sender's flow adds to the message that shows how far a sending is. */
  readonly about: (
    stores: Stores,
    batch: string,
    locale: Locale,
  ) => Promise<{ readonly notes: readonly string[]; readonly actions: readonly Action[] }>
}

/** An instant as it is said: the time, and the day where it is another one. */
export function whenText(at: Instant, now: Instant, timeZone: string, locale: Locale): string {
  const time = timeAt(at, timeZone)
  const day = dateAt(at, timeZone)
  return day === dateAt(now, timeZone) ? time : `${showDate(day, locale)} ${time}`
}
