import type { Instant } from './clock.ts'
import type { Message } from './message.ts'

/**
 * Who a message is for; the address is looked up when it is sent. A sealed recipient names the case only: no person,
 * no platform id.
 */
export type Recipient =
  | { readonly kind: 'person'; readonly person: string }
  | { readonly kind: 'channel'; readonly channel: string }
  | { readonly kind: 'sealed'; readonly case: string }

/** What to say: a message as it stands, or a view that is rendered when it is sent. */
export type Content =
  | { readonly kind: 'message'; readonly message: Message }
  | { readonly kind: 'view'; readonly view: string; readonly args: Readonly<Record<string, string>> }

/** In this order they are sent when not everything can go at once. */
export const MESSAGE_CLASSES = ['answer', 'deadline', 'legal', 'visit', 'greeting', 'report'] as const
export type MessageClass = (typeof MESSAGE_CLASSES)[number]

/** A message we owe. */
export interface OutboxDraft {
  /** Unique; the platform's idempotency key. */
  readonly key: string
  readonly to: Recipient
  readonly class: MessageClass
  readonly content: Content
  /** What the message is about; a reply under it or a tap on it leads there. */
  readonly subject?: string
  /** Not before this company time. */
  readonly notBefore?: Instant
  /** Key of the sent message that this one replaces. */
  readonly replaces?: string
  /** Key of the sent message that this one stands under. */
  readonly under?: string
  /** What to do when nobody can tell whether it arrived: send again, or ask a person. */
  readonly whenUncertain?: 'resend' | 'hold'
}

export interface OutboxRow extends OutboxDraft {
  readonly attempts: number
}

export type OutboxState = 'pending' | 'claimed' | 'uncertain' | 'held' | 'sent' | 'refused' | 'void'

/** A claim: who takes the rows, and for how long (ms, by the database's clock where several processes share it). */
export interface Claim {
  readonly owner: string
  readonly forMs: number
}

/** How an attempt to send ended. */
export type Settlement =
  | { readonly key: string; readonly state: 'sent'; readonly messageId: string | null; readonly address: string | null }
  | { readonly key: string; readonly state: 'pending'; readonly notBefore: Instant; readonly code: string }
  | { readonly key: string; readonly state: 'uncertain'; readonly notBefore: Instant; readonly code: string }
  | { readonly key: string; readonly state: 'held' | 'refused' | 'void'; readonly code: string }

/** A message that stands on a platform. */
export interface Posted {
  readonly key: string
  readonly subject: string | null
  readonly messageId: string
  /** The address it was sent to, as the adapter names it (`platform/workspace/user/…`). */
  readonly address: string
}

export interface OutboxStore {
  add(drafts: readonly OutboxDraft[], now: Instant): Promise<void>
  /** Keys of what may be sent now, in sending order; per recipient only the oldest unsent. */
  due(now: Instant, limit: number): Promise<string[]>
  nextDue(): Promise<Instant | null>
  /** Takes the rows that are still free; others are left out. Claims are durable before anything is sent. */
  claim(keys: readonly string[], claim: Claim): Promise<OutboxRow[]>
  /** Writes outcomes, only of rows that this owner still holds. */
  settle(owner: string, settlements: readonly Settlement[], now: Instant): Promise<void>
  /** Turns claims that ran out into `uncertain`; answers how many. */
  expireClaims(): Promise<number>
  /** Turns every claim into `uncertain`, for a process that knows to be the only one. */
  dropClaims(): Promise<number>
  /** Keys of uncertain messages that may be asked about now. */
  uncertain(now: Instant, limit: number): Promise<string[]>
  /** Takes uncertain rows, to ask the platform about them. */
  claimUncertain(keys: readonly string[], claim: Claim): Promise<OutboxRow[]>
  /** The message on a platform, by our key or by the platform's own id. */
  posted(key: string): Promise<Posted | null>
  postedById(address: string, messageId: string): Promise<Posted | null>
  /** Key of the message about a subject that all others about it stand under, sent or not. */
  keyAbout(subject: string, to: Recipient): Promise<string | null>
  counts(): Promise<Record<OutboxState, number>>
  prune(before: Instant): Promise<number>
}
