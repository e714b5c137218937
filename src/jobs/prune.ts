import type { CoreStores, DueWork, Instant } from '#core'
import { addDays, type DomainStores, dateAt } from '#domain'

const HOUR = 3_600_000
const DAY = 24 * HOUR

/** How long a second delivery is still recognised. */
const SEEN_DAYS = 30

/** How long a message can still be replied to or tapped on. */
const SENT_DAYS = 400

const PRUNED = 'pruned-at'

/** Erases what has served its time, once an hour: marks of forms after a day, seen marks, sent messages. */
export function pruning(timeZone: () => string): DueWork<CoreStores & DomainStores> {
  const isDue = async ({ settings }: DomainStores, now: Instant) => {
    const last = Number((await settings.get(PRUNED)) ?? Number.NEGATIVE_INFINITY)
    return now - last >= HOUR
  }

  return {
    name: 'prune',
    due: async (stores, now) => ((await isDue(stores, now)) ? ['now'] : []),
    next: async () => null,

    async run(stores, _key, now) {
      if (!(await isDue(stores, now))) return []
      await stores.settings.set(PRUNED, String(now))
      await stores.cases.pruneForms(addDays(dateAt(now, timeZone()), -1))
      await stores.buckets.prune()
      await stores.seen.prune(now - SEEN_DAYS * DAY)
      await stores.outbox.prune(now - SENT_DAYS * DAY)
      return []
    },
  }
}
