import type { Identified } from './identified.ts'
import type { SheetValues } from './message.ts'

/** Somebody's account on a platform. */
export interface Account {
  readonly platform: string
  readonly workspace: string
  readonly userId: string
}

/** Where something was said. `thread` is the platform's id of the message that was replied to. */
export type Place =
  | { readonly kind: 'direct' }
  | { readonly kind: 'channel'; readonly channelId: string; readonly thread: string | null }

/** A file somebody sent. Its bytes are fetched only when somebody wants them. */
export interface InboundFile {
  readonly name: string
  /** MIME type as the platform says; not to be trusted. */
  readonly type: string
  /** @throws HearbackError when it is larger than `maxBytes`, or gone */
  read(maxBytes: number): Promise<Uint8Array>
}

interface InboundBase {
  /** The same for every delivery of the same thing, unique in the workspace. */
  readonly key: string
  readonly from: Identified<Account>
  readonly place: Place
}

/** Everything a platform can tell us, after the adapter has verified and parsed it. */
export type Inbound =
  | (InboundBase & { readonly kind: 'text'; readonly text: string })
  | (InboundBase & {
      readonly kind: 'action'
      readonly actionId: string
      readonly value: string
      readonly messageId: string
    })
  | (InboundBase & { readonly kind: 'form'; readonly state: string; readonly values: SheetValues })
  /** A form that is still open, with what stands in it so far: which questions are asked may depend on it. */
  | (InboundBase & { readonly kind: 'draft'; readonly state: string; readonly values: SheetValues })
  /** Somebody opened the bot's home. */
  | (InboundBase & { readonly kind: 'home' })
  | (InboundBase & { readonly kind: 'files'; readonly text: string; readonly files: readonly InboundFile[] })
  | (InboundBase & { readonly kind: 'unsupported'; readonly what: 'image' | 'file' | 'voice' | 'edit' | 'other' })
