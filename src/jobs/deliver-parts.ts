import {
  type Action,
  type Adapter,
  type Clock,
  type CoreStores,
  isUnasked,
  type Log,
  type Message,
  type OutboxRow,
  type Random,
  type Settlement,
  type Target,
  type Transactor,
  UNTOLD_MS,
} from '#core'
import type { Guard } from './lease-keeper.ts'
import type { Patience } from './patience.ts'

/** Where a message goes. */
export interface Destination {
  readonly adapter: Adapter
  readonly to: Target
  /** Whose forms open from it, where it is a sealed message to somebody who has signed. */
  readonly member?: string
}

/** A message to send, or null when it is no longer needed, or the error that kept it from being made. */
export type Rendered = Message | null | Error

/** What sending is put together from. */
export interface DeliverParts<S extends CoreStores> {
  readonly database: Transactor<S>
  /**
   * Where a row goes; null when there is no way to write there (any more), `away` when there is one, on a platform that
   * is not there now.
   */
  readonly destination: (stores: S, row: OutboxRow) => Promise<Destination | 'away' | null>
  /** Makes the messages of some rows. */
  readonly render: (stores: S, rows: readonly OutboxRow[]) => Promise<readonly Rendered[]>
  /** An address in the place of a button that the platform of a sealed message cannot show; null where there is none. */
  readonly linkOf?: (action: Action, member: string | null) => string | null
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
  readonly patience?: Patience
  /** False while this process must not send: its clock cannot be trusted. */
  readonly maySend: () => boolean
  /** Where only one process may send: whether it is still this one. */
  readonly guard?: Guard<S>
  readonly onOutcome: (state: Settlement['state'], count: number) => void
  /** Hears how many of a month's calls are spent, where a platform counts them. */
  readonly onSpending: (platform: string, spent: number, calls: number) => void
}

/** Calls under way at once. */
export const CONCURRENCY = 16

export async function inParallel<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results = new Array<R>(items.length)
  const queue = items.entries()
  const worker = async () => {
    for (const [index, item] of queue) results[index] = await work(item)
  }
  await Promise.all(Array.from({ length: Math.min(CONCURRENCY, items.length) }, worker))
  return results
}

export async function settle<S extends CoreStores>(
  { database, clock, onOutcome }: DeliverParts<S>,
  owner: string,
  settlements: readonly Settlement[],
  rows: readonly OutboxRow[],
): Promise<void> {
  if (settlements.length === 0) return
  const now = clock.now()
  await database.transaction((stores) => stores.outbox.settle(owner, settlements, now))
  const untold = new Set(rows.filter((row) => isUnasked(row) && !isLate(row, now)).map(({ key }) => key))
  for (const { key, state } of settlements) {
    const went = state === 'sent' || state === 'void' || state === 'released'
    if (!went || !untold.has(key)) onOutcome(state, 1)
  }
}

/** By then every figure of what waits has counted it. */
function isLate({ attempts, notBefore = 0 }: OutboxRow, now: number): boolean {
  return attempts > 1 || now - notBefore >= UNTOLD_MS
}
