import type { Adapter, Address, Clock, Content, Log, Message, Random, Recipient, Settlement, Transactor } from '#core'

/** Where a message goes. */
export interface Destination {
  readonly adapter: Adapter
  readonly to: Address
}

/** What sending is put together from. */
export interface DeliverParts<S> {
  readonly database: Transactor<S>
  /** Looks a recipient up; null when there is no way to write to them. */
  readonly resolve: (stores: S, to: Recipient) => Promise<Destination | null>
  /** Makes the message of a row; null when it is no longer needed. */
  readonly render: (stores: S, content: Content, to: Recipient) => Promise<Message | null>
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
  readonly onOutcome: (state: Settlement['state']) => void
}

/** How long a claim lasts; longer than a send may take, or two workers could send the same message. */
export const CLAIM_MS = 60_000

/** An address as the outbox keeps it, to find a message again by what was replied to. */
export function addressText({ adapter, to }: Destination): string {
  const id = to.kind === 'user' ? to.userId : to.channelId
  return `${adapter.platform}/${adapter.workspace}/${to.kind}/${id}`
}

const CONCURRENCY = 8

export async function inParallel<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results = new Array<R>(items.length)
  const queue = items.entries()
  const worker = async () => {
    for (const [index, item] of queue) results[index] = await work(item)
  }
  await Promise.all(Array.from({ length: Math.min(CONCURRENCY, items.length) }, worker))
  return results
}

export async function settle<S extends { outbox: { settle: SettleFunction } }>(
  parts: DeliverParts<S>,
  owner: string,
  settlements: readonly Settlement[],
): Promise<void> {
  if (settlements.length === 0) return
  await parts.database.transaction((stores) => stores.outbox.settle(owner, settlements, parts.clock.now()))
  for (const { state } of settlements) parts.onOutcome(state)
}

type SettleFunction = (owner: string, settlements: readonly Settlement[], now: number) => Promise<void>
