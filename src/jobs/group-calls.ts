import { isUrgent } from '#core'
import type { Prepared } from './send.ts'

/** Messages that go with one call. */
export interface Group {
  readonly members: readonly Prepared[]
  /** Whether one of them is. */
  readonly urgent: boolean
}

/** Puts equal new messages to people together, as many as the platform takes with one call; the order is that of their first. */
export function groupCalls(prepared: readonly Prepared[]): Group[] {
  const groups: Prepared[][] = []
  const open = new Map<string, Prepared[]>()
  for (const one of prepared) {
    const max = batchMax(one)
    const text = max > 1 ? JSON.stringify(one.post.message) : ''
    const group = open.get(text)
    if (max > 1 && group && group.length < max) {
      group.push(one)
      continue
    }
    const fresh = [one]
    groups.push(fresh)
    if (max > 1) open.set(text, fresh)
  }
  return groups.map((members) => ({ members, urgent: members.some(({ row }) => isUrgent(row.class)) }))
}

function batchMax({ row, post, destination: { adapter } }: Prepared): number {
  const alone = post.to.kind !== 'user' || post.replaces !== undefined || post.under !== undefined
  // A sealed message shares a call with nobody: the platform's records would put it beside others.
  if (alone || row.to.kind === 'sealed' || !adapter.sendMany) return 1
  return adapter.capabilities.batch?.max ?? 1
}
