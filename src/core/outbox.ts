import type { Instant } from './clock.ts'
import type { Message } from './message.ts'
import type { Decision, HeldMessage, Question } from './question.ts'

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
  /**
   * What to do when nobody can tell whether it arrived: send again, or ask a person. `repeat`: send again, also after a
   * restore, because whoever could be asked may not know of it.
   */
  readonly whenUncertain?: 'resend' | 'hold' | 'repeat'
  /** The sending it belongs to, to show how far that is. */
  readonly batch?: string
  /**
   * Since when it has been owed, company time, where that is not now. A message that time has made due says so, and has a
   * key made from its cause: after a restore the platform is asked about that key before anything is repeated.
   */
  readonly since?: Instant
  /** It may have been sent before: to be asked about first. */
  readonly doubted?: true
}

/**
 * What became of an attempt at a message of which nobody may be asked, when it cannot go out for now: it is tried again
 * and again, and holds up nobody meanwhile.
 */
export const SET_ASIDE = 'set-aside'

/** The route of messages to sealed recipients: nobody may know their platform before they are sent. */
export const SEALED_ROUTE = 'sealed'

/** Where a message will go. */
export interface Address {
  /** `platform/workspace`, or `SEALED_ROUTE`. */
  readonly route: string
  /** `platform/workspace/user/<id>` or `…/channel/<id>`; null for a sealed recipient. */
  readonly address: string | null
}

/** A draft with its address; null when there is no way to write to its recipient. */
export interface Addressed {
  readonly draft: OutboxDraft
  readonly to: Address | null
}

export interface OutboxRow extends OutboxDraft {
  readonly attempts: number
  readonly address: string | null
}

/** `held`: an operator is to say whether it arrived; `asked`: has been asked; `stopped`: its sending was stopped before it went out. */
export const OUTBOX_STATES = [
  'pending',
  'claimed',
  'uncertain',
  'held',
  'asked',
  'sent',
  'refused',
  'void',
  'stopped',
] as const
export type OutboxState = (typeof OUTBOX_STATES)[number]

/** How long a message about which operators are not asked is in no figure, ms; after that it is late, and counts as any other. */
export const UNTOLD_MS = 60_000

/** Whether it is a message about which operators are not asked: there is nothing to tell them of it. */
export function isUnasked({ to, whenUncertain }: Pick<OutboxDraft, 'to' | 'whenUncertain'>): boolean {
  return to.kind === 'sealed' || whenUncertain === 'repeat'
}

/** A change of a sent message is another method of a platform than a new one, with its own limit. */
export type SendMethod = 'send' | 'update'

/** What is not held back by limits that only keep an even flow, and what a month's last calls are kept for. */
const URGENT: readonly MessageClass[] = ['answer', 'deadline', 'legal']

export function isUrgent(one: MessageClass): boolean {
  return URGENT.includes(one)
}

/** Which rows a sender looks at. */
export interface OutboxQuery {
  readonly route: string
  readonly methods: readonly SendMethod[]
  readonly now: Instant
  readonly limit: number
  /** Only what is urgent. */
  readonly urgentOnly?: boolean
  /** Only what has been due since then, in the order in which it became due, whatever its class. */
  readonly waitingSince?: Instant
  /** To be claimed in the same transaction: what another one is just taking is left out. */
  readonly toClaim?: boolean
}

/** Some routes alone, or all others. */
export interface Routes {
  readonly only?: readonly string[]
  readonly except?: readonly string[]
}

/** A claim: who takes the rows, and for how long (ms, by the database's clock where several processes share it). */
export interface Claim {
  readonly owner: string
  readonly forMs: number
  /** Company time: what is not due by then is left, whoever says that it is. */
  readonly now?: Instant
}

/** How an attempt to send ended. */
export type Settlement =
  | { readonly key: string; readonly state: 'sent'; readonly messageId: string | null }
  | { readonly key: string; readonly state: 'pending'; readonly notBefore: Instant; readonly code: string }
  | { readonly key: string; readonly state: 'uncertain'; readonly notBefore: Instant; readonly code: string }
  | { readonly key: string; readonly state: 'held' | 'refused' | 'void'; readonly code: string }
  /** Given back untried: the attempt does not count, and without a time of its own (null) it is due as before. */
  | { readonly key: string; readonly state: 'released'; readonly notBefore: Instant | null }

/** A message that stands on a platform. */
export interface Posted {
  readonly key: string
  readonly subject: string | null
  readonly messageId: string
  /** The address it was sent to, as the adapter names it (`platform/workspace/user/…`). */
  readonly address: string
}

export interface OutboxStore {
  add(messages: readonly Addressed[], now: Instant): Promise<void>
  /**
   * Keys of what may be sent now on a route, in sending order; per recipient only the oldest unsent, and what is more
   * urgent than that.
   */
  due(query: OutboxQuery): Promise<string[]>
  /** When the next message is due on a route; by one method only where that is named. */
  nextDue(route: string, method?: SendMethod): Promise<Instant | null>
  /** What may be sent on a route after `from` and up to `until`, soonest first. */
  ahead(route: string, from: Instant, until: Instant, limit: number): Promise<{ key: string; at: Instant }[]>
  /** Takes the rows that are still free; others are left out. Claims are durable before anything is sent. */
  claim(keys: readonly string[], claim: Claim): Promise<OutboxRow[]>
  /** Writes outcomes, only of rows that this owner still holds. */
  settle(owner: string, settlements: readonly Settlement[], now: Instant): Promise<void>
  /** What was to go out at once or once more, by a clock that has been set back since, is due now. */
  dueAtOnce(now: Instant): Promise<void>
  /** Turns claims that ran out into `uncertain`; answers how many. */
  expireClaims(): Promise<number>
  /** Every claim ends within so many ms, for a process that knows its owner to be gone: what it asked for last may still be done. */
  endClaims(withinMs: number): Promise<number>
  /** Keys of uncertain messages that may be asked about now. */
  uncertain(now: Instant, limit: number, routes?: Routes): Promise<string[]>
  /** Takes uncertain rows, to ask the platform about them. */
  claimUncertain(keys: readonly string[], claim: Claim): Promise<OutboxRow[]>
  /** The message on a platform, by our key or by the platform's own id. */
  posted(key: string): Promise<Posted | null>
  postedById(address: string, messageId: string): Promise<Posted | null>
  /** Key of the message about a subject that all others about it stand under, sent or not. */
  keyAbout(subject: string, to: Recipient): Promise<string | null>
  /** Of everything, by state; `toldAt`: of what a figure may count at that time, without what operators are not asked about and is not late. */
  counts(toldAt?: Instant): Promise<Record<OutboxState, number>>
  /** The messages of one sending by state. */
  progress(batch: string): Promise<Record<OutboxState, number>>
  /**
   * What a channel is owed and has not got goes to this address from now on: also what was held because there was none.
   * What changes or stands under a sent message goes where that is. Answers how many may be sent now that could not be.
   */
  readdress(channel: string, to: Address, now: Instant): Promise<number>
  /** What of a sending waits to go out, by route and by when it may. */
  left(batch: string): Promise<{ route: string; at: Instant; count: number }[]>
  /** Holds back what of a sending nobody has begun to send; answers how many. */
  stopBatch(batch: string, now: Instant): Promise<number>
  continueBatch(batch: string): Promise<number>
  /** Whom a sending did not reach: how many, and the first of them with the code of the reason. */
  unreached(batch: string, limit: number): Promise<{ count: number; first: { to: Recipient; code: string | null }[] }>
  /** Routes on which messages of a sending have gone out. */
  routesOf(batch: string): Promise<string[]>
  /** Messages of a sending that have gone out and have an id there, by key; after one, a bounded page. */
  delivered(batch: string, after: string, limit: number): Promise<Posted[]>
  /** These have been taken back. */
  takenBack(keys: readonly string[]): Promise<void>
  /** How many of a sending have been taken back. */
  countTakenBack(batch: string): Promise<number>
  /** Messages that could go out on a route by now. */
  waiting(route: string, now: Instant): Promise<number>
  /** Held messages that operators may be asked about and have not been yet, oldest first; none that show this view. */
  held(limit: number, exceptView?: string): Promise<HeldMessage[]>
  /** Of each recipient with held messages that had nowhere to go, the oldest, whoever may know of it. */
  homeless(limit: number): Promise<HeldMessage[]>
  /** Marks held messages as asked about, together. */
  ask(keys: readonly string[], question: string): Promise<void>
  question(question: string): Promise<Question | null>
  /** What an operator says. False when it was decided before. */
  decide(question: string, decision: Decision, by: string, now: Instant): Promise<boolean>
  /** Gives a held message somewhere to go; one that nobody was asked about goes at once. */
  direct(key: string, to: Address, now: Instant): Promise<void>
  /**
   * Makes everything unsent that was due by then uncertain, to be asked about and not repeated: a restored database does
   * not know what was sent since.
   */
  doubt(until: Instant): Promise<number>
  /** What is due and unsent now, by class, with the time the oldest was due; what operators are not asked about only once it is late. */
  backlog(now: Instant): Promise<{ class: MessageClass; count: number; oldest: Instant }[]>
  prune(before: Instant): Promise<number>
}
