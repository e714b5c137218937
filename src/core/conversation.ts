import type { Instant } from './clock.ts'

/**
 * One person's open run of one flow. The state is the flow's own JSON; `content` pins the definition it started with.
 * At most one per person is `active`; `parked` ones wait.
 */
export interface Conversation {
  readonly id: string
  readonly person: string
  readonly flow: string
  /** What the run is about, for the flow to find it again (a survey round, an occurrence …). */
  readonly subject: string
  /** Hash of the definition's content. */
  readonly content: string
  readonly state: string
  /** Raised by every change; a change names the revision it saw. */
  readonly revision: number
  readonly status: 'active' | 'parked'
  /** When the person is to be reminded of a parked run, company time. */
  readonly nudgeAt: Instant | null
}

export interface ConversationStore {
  active(person: string): Promise<Conversation | null>
  get(id: string): Promise<Conversation | null>
  bySubject(person: string, flow: string, subject: string): Promise<Conversation | null>
  parked(person: string): Promise<Conversation[]>
  /** Adds a run. @throws ConflictError when the person has an active one already */
  open(conversation: Conversation): Promise<void>
  /** Writes a new state if the revision is still the one given. @throws ConflictError if not */
  save(conversation: Conversation, seen: number): Promise<void>
  /** Ends a run. @throws ConflictError when the revision has moved on */
  end(id: string, seen: number): Promise<void>
  /** Ids of parked runs whose nudge is due, oldest first. */
  dueNudges(now: Instant, limit: number): Promise<string[]>
  nextNudge(): Promise<Instant | null>
}
