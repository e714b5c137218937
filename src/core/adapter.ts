import type { Capabilities } from './capabilities.ts'
import type { Inbound } from './inbound.ts'
import type { Message, Sheet } from './message.ts'

/** Who or where on a platform, as its adapter understands it. */
export type Target =
  | { readonly kind: 'user'; readonly userId: string }
  | { readonly kind: 'channel'; readonly channelId: string }

/** One message to send, or to put in the place of a sent one. */
export interface Post {
  /** The same for every attempt of the same message. */
  readonly key: string
  readonly to: Target
  readonly message: Message
  /** The platform's id of the message this one replaces, where the platform can do that. */
  readonly replaces?: string
  /** The platform's id of the message this one stands under, where the platform has threads. */
  readonly under?: string
}

/**
 * Three different endings of a send. `refused`: the platform said no, nothing was delivered. `uncertain`: the
 * connection ended before the answer came, so it may have been delivered.
 */
export type SendOutcome =
  | { readonly kind: 'sent'; readonly messageId: string }
  | { readonly kind: 'refused'; readonly code: string; readonly permanent: boolean; readonly retryAfterMs?: number }
  | { readonly kind: 'uncertain'; readonly code: string }

export type LookUp = { readonly kind: 'sent'; readonly messageId: string } | { readonly kind: 'absent' }

/** What the bot answers at once to the person who did something; nothing of it is kept. */
export interface Reception {
  /** A private form to open, or to put in the place of the one just submitted. */
  readonly sheet?: Sheet
  /** Short messages to that person alone. */
  readonly notices?: readonly Message[]
  /** A submitted form that needs correction: a sentence per field; the form stays open with everything in it. */
  readonly errors?: Readonly<Record<string, string>>
}

/** Takes what came in. When the promise resolves it is committed and may be acknowledged; when it rejects, deliver it again. */
export type Receive = (inbound: Inbound) => Promise<Reception>

/** A chat platform. Transport and rendering only: it knows no flow and no table. */
export interface Adapter {
  readonly platform: string
  readonly workspace: string
  readonly capabilities: Capabilities
  start(receive: Receive): Promise<void>
  send(post: Post): Promise<SendOutcome>
  /** Whether a message with this key was delivered; null where the platform cannot be asked. */
  lookUp(post: Pick<Post, 'key' | 'to'>): Promise<LookUp | null>
  stop(): Promise<void>
}
