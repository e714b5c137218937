import type { Instant, Limits, RoutePlan } from '#core'
import { nextMonth } from './call-budget.ts'
import { leastTime, likelyTime } from './pace.ts'

/** A message that is to be sent: when it may go out, and what it says (the same name for the same words). */
export interface Planned {
  readonly at: Instant
  readonly words: string
}

interface RouteNow {
  readonly platform: string
  readonly limits: Limits
  readonly batchMax: number
  /** Messages that wait for this route already. */
  readonly waiting: number
  /** Calls spent in the running month. */
  readonly spent: number
  readonly now: Instant
}

/** A call of the plan: when it may be made, and for how many people. */
interface PlannedCall {
  readonly at: Instant
  readonly people: number
}

/** What a sending will take on one route. What waits there already goes first. */
export function planRoute(messages: readonly Planned[], route: RouteNow): RoutePlan {
  const { limits, now, waiting, spent } = route
  const calls = toCalls(messages, route)
  const left = limits.budget ? Math.max(0, limits.budget.calls - limits.budget.reserve - spent - waiting) : calls.length
  const thisMonth = calls.slice(0, left)
  const later = calls
    .slice(left)
    .map((call) => ({ ...call, at: limits.budget ? nextMonth(limits.budget, now) : call.at }))
  const before = Array.from({ length: waiting }, () => now)
  const finish = (time: typeof likelyTime, first: readonly Instant[]) =>
    Math.max(
      now,
      ends([...first, ...thisMonth.map(({ at }) => at)], time, limits),
      ends(
        later.map(({ at }) => at),
        time,
        limits,
      ),
    )
  return {
    platform: route.platform,
    people: messages.length,
    calls: calls.length,
    from: Math.max(now, Math.min(...calls.map(({ at }) => at))),
    soonest: finish(leastTime, []),
    until: finish(likelyTime, before),
    nextMonth: later.reduce((sum, { people }) => sum + people, 0),
  }
}

/** Equal words that may go out at the same time share a call. */
function toCalls(messages: readonly Planned[], { batchMax, now }: RouteNow): PlannedCall[] {
  const alike = new Map<string, PlannedCall>()
  for (const { at, words } of messages) {
    const start = Math.max(now, at)
    const name = `${start} ${words}`
    alike.set(name, { at: start, people: (alike.get(name)?.people ?? 0) + 1 })
  }
  return [...alike.values()]
    .flatMap(({ at, people }) =>
      Array.from({ length: Math.ceil(people / batchMax) }, (_, n) => ({
        at,
        people: Math.min(batchMax, people - n * batchMax),
      })),
    )
    .toSorted((a, b) => a.at - b.at)
}

/** When calls that may be made from these times on are over: each, and all that come after it, take their time. */
function ends(starts: readonly Instant[], time: typeof likelyTime, { send }: Limits): Instant {
  let end = 0
  let previous = Number.NEGATIVE_INFINITY
  for (const [index, at] of starts.entries()) {
    if (at === previous) continue
    previous = at
    end = Math.max(end, at + time(starts.length - index, send))
  }
  return end
}
