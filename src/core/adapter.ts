import type { Capabilities } from './capabilities.ts'
import type { Directory, NoteDirectoryChange } from './directory.ts'
import type { Finding } from './finding.ts'
import type { Inbound } from './inbound.ts'
import type { Message, Sheet } from './message.ts'
import type { Locale } from './words.ts'

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
 * connection ended before the answer came, so it may have been delivered. What `send` throws is told apart by
 * `failedSend`: nothing that fails before bytes left is ever uncertain.
 */
export type SendOutcome =
  | { readonly kind: 'sent'; readonly messageId: string }
  | {
      readonly kind: 'refused'
      readonly code: string
      readonly permanent: boolean
      /** The platform wants a pause of so long. */
      readonly retryAfterMs?: number
      /** What the pause is for: everything sent by this method (so it is meant when absent), or this recipient alone. */
      readonly pauses?: 'method' | 'recipient'
    }
  | { readonly kind: 'uncertain'; readonly code: string }

export type LookUp = { readonly kind: 'sent'; readonly messageId: string } | { readonly kind: 'absent' }

/** What the bot answers at once to the person who did something; nothing of it is kept. */
export interface Reception {
  /** A private form to open, or to put in the place of the one just submitted. */
  readonly sheet?: Sheet
  /** Short messages to that person alone: ephemeral where the platform can, else in their direct messages. */
  readonly notices?: readonly Message[]
  /**
   * Of a private form of the anonymous route: what is said in the end belongs into the form, not into a message, which
   * would stand in the platform's records and mark whoever got it.
   */
  readonly inForm?: true
  /** What the person's home in the platform shows, in answer to opening it. */
  readonly home?: Message
  /**
   * A submitted form that needs correction: a sentence per field; it stays open with everything in it. With it comes
   * the `sheet` as it is now, where answers may have opened questions that it did not show.
   */
  readonly errors?: Readonly<Record<string, string>>
  /** It was taken before: nothing was done, and how it was answered then is not known any more. */
  readonly repeated?: true
}

/** Takes what came in. When the promise resolves it is committed and may be acknowledged; when it rejects, deliver it again. */
export type Receive = (inbound: Inbound) => Promise<Reception>

/** A chat platform. Transport and rendering only: it knows no flow and no table. */
export interface Adapter {
  readonly platform: string
  readonly workspace: string
  readonly capabilities: Capabilities
  /** True where only one connection may exist at a time: one process holds it, and sends. */
  readonly exclusive?: boolean
  /**
   * Begins to listen; resolves when what is needed for that is under way. It reconnects by itself for as long as it
   * runs, and no fault of the platform ends the process. Sending works without it, save where `exclusive`. `noteChange`
   * hears what the platform says of its directory.
   */
  start(receive: Receive, noteChange?: NoteDirectoryChange): Promise<void>
  send(post: Post): Promise<SendOutcome>
  /** Sends equal new messages to several people with one call; an outcome each, in order. See `Capabilities.batch`. */
  sendMany?(posts: readonly Post[]): Promise<readonly SendOutcome[]>
  /** Whether a message with this key was delivered; null where the platform cannot be asked. */
  lookUp(post: Pick<Post, 'key' | 'to' | 'under'>): Promise<LookUp | null>
  /** Takes a message back from all who got it under this id; null where that cannot be done. See `Capabilities.recall`. */
  recall?(messageId: string, to: readonly Target[]): Promise<SendOutcome | null>
  /** Which of these people have read a message; null where the platform does not tell. See `Capabilities.readReceipt`. */
  readBy?(messageId: string, userIds: readonly string[]): Promise<readonly string[] | null>
  /** Takes a request at `/webhooks/<platform>`: verified before it is parsed, answered after the commit. */
  webhook?(request: Request): Promise<Response>
  readonly directory?: Directory
  /** Whether every setting is right and the platform can be reached; says what to do. Language: the operator's. */
  check?(locale: Locale): Promise<readonly Finding[]>
  /** Stops to listen and lets go of the connection. */
  stop(): Promise<void>
}
