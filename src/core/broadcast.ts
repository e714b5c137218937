import type { Instant } from './clock.ts'
import type { Recipient } from './outbox.ts'

/** A sending to many people at once, and the message in which whoever started it sees how far it is. */
export interface Broadcast {
  /** What the messages carry as their `batch`. */
  readonly batch: string
  readonly to: Recipient
  /** Outbox key of that message. */
  readonly card: string
  readonly total: number
  readonly startedAt: Instant
}

export interface BroadcastStore {
  /** `nextAt`: when the message is to be shown anew. */
  start(broadcast: Broadcast, nextAt: Instant): Promise<void>
  get(batch: string): Promise<Broadcast | null>
  /** Batches to be shown anew. */
  due(now: Instant, limit: number): Promise<string[]>
  /** Null: it is over. */
  showAgain(batch: string, at: Instant | null): Promise<void>
}
