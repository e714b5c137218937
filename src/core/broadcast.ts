import type { Instant } from './clock.ts'
import type { Say, Turn } from './flow.ts'
import type { Recipient } from './outbox.ts'
import type { Text } from './words.ts'

/** A sending to many people at once, and the message in which whoever started it sees how far it is. */
export interface Broadcast {
  /** What the messages carry as their `batch`. */
  readonly batch: string
  /** What is sent, as it is called there. */
  readonly title: Text
  readonly to: Recipient
  /** Outbox key of that message. */
  readonly card: string
  readonly total: number
  readonly startedAt: Instant
  /** Since when what had not gone out is held back; null while it goes out. */
  readonly stoppedAt: Instant | null
}

export interface BroadcastStore {
  /** `nextAt`: when the message is to be shown anew. */
  start(broadcast: Broadcast, nextAt: Instant): Promise<void>
  get(batch: string): Promise<Broadcast | null>
  /** Batches to be shown anew. */
  due(now: Instant, limit: number): Promise<string[]>
  /** Null: it is over. */
  showAgain(batch: string, at: Instant | null): Promise<void>
  /** Null: it goes on. */
  stopped(batch: string, at: Instant | null): Promise<void>
}

/** What a sending will take on one platform, by its limits and by when people may be written to. */
export interface RoutePlan {
  readonly platform: string
  readonly people: number
  readonly calls: number
  /** When the first and the last message will go out; `soonest`: the earliest the last one could. */
  readonly from: Instant
  readonly soonest: Instant
  readonly until: Instant
  /** People for whom this month's calls are not enough: they are written to when the next month begins. */
  readonly nextMonth: number
}

export interface SendingPlan {
  readonly routes: readonly RoutePlan[]
  /** People there is no way to write to. */
  readonly unreachable: readonly string[]
}

/** Works out how long sending takes, under the limits and the times as they are now. */
export interface SendingPlanner<S> {
  /** Messages that are about to be owed. */
  ahead(stores: S, says: readonly Say[], now: Instant): Promise<SendingPlan>
  /** What of a sending has not gone out: when it goes on, and when it will be over; null when nothing waits. */
  left(stores: S, batch: string, now: Instant): Promise<{ readonly from: Instant; readonly until: Instant } | null>
}

/** What can be done with the messages of a sending that have gone out: asking who has read them, taking them back. */
export type Errand = 'read' | 'recall'

/** What has come of it; null where it was not asked for. */
export interface ErrandsDone {
  /** `of`: of so many the platform tells; `at`: when it was asked. */
  readonly read: { readonly count: number; readonly of: number; readonly at: Instant } | null
  /** `left`: so many cannot be taken back. */
  readonly recall: { readonly count: number; readonly left: number } | null
}

/** The messages of sendings on their platforms. */
export interface SentMessages<S> {
  /** What the platforms they went to can do. */
  can(stores: S, batch: string): Promise<readonly Errand[]>
  /** Has it done as soon as possible; then the message that shows the sending is shown anew. */
  ask(stores: S, batch: string, errand: Errand): Promise<void>
  done(stores: S, batch: string): Promise<ErrandsDone>
}

/** For every flow that sends to many. */
export interface Sendings<S> {
  /** Sentences about what a sending would take, for whoever is about to confirm it. */
  describe(turn: Turn<S>, says: readonly Say[]): Promise<string[]>
  /** Everything that is to be said to send these messages, with the message that shows how far it is. */
  start(turn: Turn<S>, sending: { batch: string; title: Text; says: readonly Say[] }): Promise<Say[]>
}
