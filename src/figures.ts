import { isUrgent, type OutboxState } from '#core'
import type { Database } from '#db'
import { dateAt, type Programs } from '#domain'

/**
 * Two groups, and no class of its own: some classes are used by one flow only, and that one of them waits would tell
 * that somebody has spoken up.
 */
const BACKLOG_GROUPS = ['urgent', 'others'] as const

/** How things stand with a company's work, by its database: for `/metrics` and `doctor`. No figure tells whom it is about. */
export interface Figures {
  readonly counts: Readonly<Record<OutboxState, number>>
  /** Due and unsent, and how long the oldest has been due, ms; 0 when nothing is. */
  readonly backlog: readonly {
    readonly group: (typeof BACKLOG_GROUPS)[number]
    readonly count: number
    readonly ageMs: number
  }[]
  /** How long the oldest of everything has been due, ms; 0 when nothing is. */
  readonly oldestMs: number
  /** Who holds what only one process may have. */
  readonly holders: readonly { readonly name: string; readonly owner: string }[]
  /** This year and the next: whether their public holidays are published. */
  readonly years: readonly { readonly year: number; readonly known: boolean }[]
}

interface FiguresOf {
  readonly database: Database
  readonly programs: { current(): Programs }
  readonly clock: { now(): number }
}

export async function readFigures({ database, programs, clock }: FiguresOf): Promise<Figures> {
  const now = clock.now()
  const { calendar, timeZone } = programs.current().company
  const year = Number(dateAt(now, timeZone).slice(0, 4))
  const years = [year, year + 1].map((one) => ({ year: one, known: calendar.known(`${one}-01-01`) }))
  return database.transaction(async ({ outbox, occurrences, conversations, leases }) => {
    const backlog = await outbox.backlog(now)
    const dueSince = [
      ...backlog.map((one) => one.oldest),
      (await occurrences.nextDue()) ?? now,
      (await conversations.nextNudge()) ?? now,
    ]
    return {
      counts: await outbox.counts(now),
      backlog: BACKLOG_GROUPS.map((group) => {
        const found = backlog.filter((one) => isUrgent(one.class) === (group === 'urgent'))
        const count = found.reduce((sum, one) => sum + one.count, 0)
        return { group, count, ageMs: now - Math.min(now, ...found.map((one) => one.oldest)) }
      }),
      oldestMs: Math.max(0, now - Math.min(now, ...dueSince)),
      holders: await leases.holders(),
      years,
    }
  })
}
