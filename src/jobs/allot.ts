import type { CoreStores, Instant, Limits, OutboxRow, SendMethod, Settlement } from '#core'
import { budgetName, nextMonth, Spending } from './call-budget.ts'
import { type Group, groupCalls } from './group-calls.ts'
import { AHEAD_MS, Bucket, recipientWindows, windowsOf } from './pace.ts'
import type { Prepared } from './send.ts'

/** A call with its place within the limits: so many ms from now. */
export interface Call extends Group {
  readonly method: SendMethod
  readonly afterMs: number
}

export interface Allotted {
  readonly calls: readonly Call[]
  /** For which there is no place now. */
  readonly released: readonly Settlement[]
  /** The share of the month's calls that was passed with this, and how many are spent. */
  readonly spending: { readonly spent: number; readonly passed: number | null } | null
}

export function bucketName(route: string, method: SendMethod): string {
  return `${route} ${method}`
}

function recipientBucket(row: OutboxRow): string {
  return `to ${row.address}`
}

function methodOf(row: OutboxRow): SendMethod {
  return row.replaces === undefined ? 'send' : 'update'
}

function methodOfGroup({ members: [first] }: Group): SendMethod {
  return first ? methodOf(first.row) : 'send'
}

export function isUnlimited({ send, update, recipient, budget }: Limits): boolean {
  return !(send || update || recipient || budget)
}

/** Gives each call its place within the limits of the route, of its recipients and of the month. */
export async function allot(
  { buckets }: CoreStores,
  { route, limits, company }: { route: string; limits: Limits; company: Instant },
  prepared: readonly Prepared[],
): Promise<Allotted> {
  if (isUnlimited(limits)) {
    const calls = groupCalls(prepared).map((group) => ({ ...group, method: methodOfGroup(group), afterMs: 0 }))
    return { calls, released: [], spending: null }
  }
  const { budget } = limits
  const recipients = recipientWindows(limits.recipient)
  const names = [
    bucketName(route, 'send'),
    bucketName(route, 'update'),
    ...(budget ? [budgetName(route, budget, company)] : []),
  ]
  const fixed = names.length
  const counted = recipients.length > 0 ? prepared.filter(({ row }) => row.address !== null) : []
  names.push(...new Set(counted.map(({ row }) => recipientBucket(row))))

  return buckets.change(names, (states, now) => {
    const latest = now + AHEAD_MS
    const lanes = {
      send: new Bucket(states[0] ?? null, windowsOf(limits.send), now),
      update: new Bucket(states[1] ?? null, windowsOf(limits.update), now),
    }
    const spending = budget ? new Spending(states[2] ?? null, budget) : null
    const own = new Map(
      names.slice(fixed).map((name, index) => [name, new Bucket(states[fixed + index] ?? null, recipients, now)]),
    )
    const ownOf = ({ row }: Prepared) => (row.address === null ? undefined : own.get(recipientBucket(row)))

    const released: Settlement[] = []
    const release = (members: readonly Prepared[], notBefore: Instant) =>
      released.push(...members.map(({ row }) => ({ key: row.key, state: 'released' as const, notBefore })))
    const calls: Call[] = []

    const free: Prepared[] = []
    for (const one of prepared) {
      const at = ownOf(one)?.next(true) ?? now
      if (at > latest) release([one], Math.ceil(company + at - now))
      else free.push(one)
    }
    for (const group of groupCalls(free)) {
      const method = methodOfGroup(group)
      const at = Math.max(
        lanes[method].next(group.urgent),
        ...group.members.map((one) => ownOf(one)?.next(true) ?? now),
      )
      if (budget && spending && !spending.allows(group.urgent)) release(group.members, nextMonth(budget, company))
      else if (at > latest) release(group.members, company)
      else {
        lanes[method].take(at)
        for (const one of group.members) ownOf(one)?.take(at)
        if (spending) spending.spent++
        calls.push({ ...group, method, afterMs: at - now })
      }
    }
    const kept = [lanes.send, lanes.update, ...(spending ? [spending] : []), ...own.values()]
    const writes = kept.map((one) => {
      if (one instanceof Spending) return calls.length > 0 ? one.write(now) : null
      return one.changed ? one.write() : null
    })
    return {
      writes,
      value: {
        calls,
        released,
        spending: spending && { spent: spending.spent, passed: spending.passed() },
      },
    }
  })
}
