import type { Inbound, InboundFile, Place, SheetValues } from '#core'
import type { Payload } from './read.ts'

/** A file as an event names it. */
export interface SlackFile extends Pick<InboundFile, 'name' | 'type'> {
  readonly url: string
  readonly size: number
}

/** What somebody did, without who and where. */
type Told =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'action'; readonly actionId: string; readonly value: string; readonly messageId: string }
  | { readonly kind: 'form' | 'draft'; readonly state: string; readonly values: SheetValues }
  | { readonly kind: 'home' }
  | { readonly kind: 'files'; readonly text: string; readonly files: readonly SlackFile[] }
  | { readonly kind: 'unsupported'; readonly what: Extract<Inbound, { kind: 'unsupported' }>['what'] }

/** What Slack gives with an event to answer it by. */
export interface Way {
  /** Opens one form, within three seconds. */
  readonly triggerId?: string
  /** Takes five answers that only this person sees, within half an hour. */
  readonly responseUrl?: string
  /** A slash command: typed anywhere, and answered there. */
  readonly command?: true
  /** Said in a channel among people, to nobody in particular: no hint is given to whoever says such a thing. */
  readonly overheard?: true
  /** The form this happened in. */
  readonly view?: { readonly id: string; readonly hash: string; readonly inputs: readonly string[] }
}

export type Parsed =
  | {
      readonly kind: 'told'
      readonly told: Told
      /** The same for every delivery of the same thing. */
      readonly key: string
      readonly user: string
      /** The workspace this person belongs to; null where Slack does not say. */
      readonly team: string | null
      readonly place: Place
      readonly way: Way
    }
  /** A member of the workspace as Slack has them now, who came, changed or left. */
  | { readonly kind: 'member'; readonly member: Payload }
  /** Nothing for us: acknowledged and dropped. `why` is one of our own names. */
  | { readonly kind: 'dropped'; readonly why: string }

export function dropped(why: string): Parsed {
  return { kind: 'dropped', why }
}
