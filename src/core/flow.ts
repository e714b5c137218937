import type { Reception } from './adapter.ts'
import type { BroadcastStore } from './broadcast.ts'
import type { BucketStore } from './bucket.ts'
import type { Capabilities } from './capabilities.ts'
import type { ChoiceStore } from './choices.ts'
import type { Instant } from './clock.ts'
import type { Control } from './controls.ts'
import type { Conversation, ConversationStore } from './conversation.ts'
import type { Identified } from './identified.ts'
import type { Account } from './inbound.ts'
import type { LeaseStore } from './lease.ts'
import type { Member } from './member.ts'
import type { Action, Message, Section, Sheet, SheetValues } from './message.ts'
import type { OutboxDraft, OutboxStore, Recipient } from './outbox.ts'
import type { FormPictures } from './picture.ts'
import type { Random } from './random.ts'
import type { SeenStore } from './seen.ts'
import type { SheetData, SheetSeal } from './sheet-seal.ts'
import type { Locale } from './words.ts'

/** The stores the core itself works with. */
export interface CoreStores {
  readonly choices: ChoiceStore
  readonly conversations: ConversationStore
  readonly outbox: OutboxStore
  readonly seen: SeenStore
  readonly buckets: BucketStore
  readonly broadcasts: BroadcastStore
  readonly leases: LeaseStore
}

/** What a flow is given for one thing that somebody did. All of it is inside one transaction. */
export interface Turn<S> {
  readonly member: Member
  /** The company's name of the channel it happened in, null in a direct message. */
  readonly channel: string | null
  /** The channel it happened in as `company.yaml` binds it (`platform:channel id`); absent in a direct message. */
  readonly place?: string
  readonly capabilities: Capabilities
  readonly now: Instant
  readonly stores: S
  readonly random: Random
  readonly sheets: SheetSeal
}

/** A message to owe; the key is given by the core unless the flow needs to know it. */
export type Say = Omit<OutboxDraft, 'key'> & {
  readonly key?: string
  /** Messages with the same name here will most likely say the same words; for planning only. */
  readonly alike?: string
}

export interface Outcome {
  readonly say?: readonly Say[]
  readonly sheet?: Sheet
  readonly notices?: readonly Message[]
  readonly errors?: Readonly<Record<string, string>>
  /** The text means nothing here: try the commands. */
  readonly unhandled?: true
  /** A text to be taken as a command after all, past the open conversation. */
  readonly asCommand?: string
}

export interface Command {
  readonly name: string
  /** As people type it, in every language; compared after normalising. */
  readonly words: readonly string[]
  /** Whether more may follow the words. */
  readonly rest?: true
  /** Whether it may be said in a channel that the company has no name for. */
  readonly anywhere?: true
}

/** What is shown when it is sent. Null means: no longer needed. */
export type View<S> = (args: Readonly<Record<string, string>>, context: ViewContext<S>) => Promise<Message | null>

export interface ViewContext<S> {
  readonly stores: S
  readonly locale: Locale
  readonly timeZone: string
  readonly now: Instant
  /** Whom it goes to. */
  readonly to: Recipient
  /** What the platform it goes to can do; null where that is not known. */
  readonly capabilities: Capabilities | null
}

/** Something that happens later: what is due stands in the stores, one key each. */
export interface DueWork<S> {
  readonly name: string
  /** Keys of what is due, a bounded page. */
  due(stores: S, now: Instant, limit: number): Promise<readonly string[]>
  /** When something will be due next that people would notice; null when nothing is waiting. */
  next(stores: S): Promise<Instant | null>
  /** What will be due until then, soonest first, a bounded page. */
  ahead?(stores: S, from: Instant, until: Instant, limit: number): Promise<readonly { key: string; at: Instant }[]>
  /** Does it, inside one transaction; looks again whether it is still due. */
  run(stores: S, key: string, now: Instant): Promise<readonly Say[]>
}

/** A conversation the bot can have. Every method runs inside the transaction of its turn. */
export interface Flow<S> {
  readonly name: string
  readonly commands?: readonly Command[]
  readonly views?: Readonly<Record<string, View<S>>>
  readonly work?: readonly DueWork<S>[]
  /** A line of this flow that stands in the menu and in the home, the same for everybody; null for none. */
  forEverybody?(turn: Turn<S>): Promise<string | null>
  /** What of this flow the menu offers this person. */
  menu?(turn: Turn<S>): Promise<readonly Action[]>
  command?(turn: Turn<S>, command: string, rest: string): Promise<Outcome>
  /** Text in an open run. `command` names the command it would be otherwise. */
  text?(turn: Turn<S>, run: Conversation, text: string, command: string | null): Promise<Outcome>
  control?(turn: Turn<S>, run: Conversation, control: Control, typed: string): Promise<Outcome>
  /** Shows again where the run stands. */
  resume?(turn: Turn<S>, run: Conversation): Promise<Outcome>
  /** A tap on a button whose id is `<flow>.<verb>`. */
  action?(turn: Turn<S>, verb: string, value: string, messageId: string): Promise<Outcome>
  /** `pictures`: those of its fields, drawn anew. */
  form?(turn: Turn<S>, sheet: SheetData, values: SheetValues, pictures?: FormPictures): Promise<Outcome>
  /**
   * Shows a form again from its data: from a button, on its page, or because an answer opens other questions. `values`:
   * what stands in it so far.
   */
  sheet?(turn: Turn<S>, sheet: SheetData, values: SheetValues | null): Promise<Outcome>
  /** What of this flow stands in the person's home: a few sections, the most pressing first. */
  home?(turn: Turn<S>): Promise<readonly Section[]>
  /** A reply under a message whose subject is `<flow>:<rest>`. */
  reply?(turn: Turn<S>, subject: string, text: string): Promise<Outcome>
  /** What was said in a channel of the company's and is no command; null when it means nothing to this flow. */
  inChannel?(turn: Turn<S>, said: string): Promise<Outcome | null>
}

/** The flow that answers when no other does. */
export interface FallbackFlow<S> extends Flow<S> {
  help(turn: Turn<S>): Promise<Outcome>
  /** The person's home: the menu, and what waits for them. */
  atHome(turn: Turn<S>): Promise<Message>
  /** What is said of a page that was handed in before. */
  handedIn(locale: Locale): Message
  /** What is said in the place of a private form that the platform cannot show; `url` is its page, null where there is none. */
  elsewhere(locale: Locale, title: string, url: string | null): Message
  unknown(turn: Turn<S>): Promise<Outcome>
  unsupported(turn: Turn<S>, what: string): Promise<Outcome>
  /** A control word with nothing open. */
  nothingOpen(turn: Turn<S>): Promise<Outcome>
  /** A button or a form that nobody takes any more. */
  expired(turn: Turn<S>): Promise<Outcome>
}

/** What reaches the anonymous route: no key, no place, no message id of the event. */
export interface AnonymousEvent {
  /** Null on a page: it belongs to nobody. */
  readonly author: Identified<Account> | null
  readonly locale: Locale
  readonly capabilities: Capabilities
  readonly body: /** `value`: what the words stand for; `more`: something followed, which is not kept. */
    | { readonly kind: 'words'; readonly value: string; readonly more: boolean }
    | { readonly kind: 'action'; readonly verb: string; readonly value: string }
    | {
        readonly kind: 'form'
        readonly sheet: SheetData
        readonly values: SheetValues
        readonly pictures?: FormPictures
      }
    /** The form is to be shown again; `values`: what stands in it so far. */
    | { readonly kind: 'sheet'; readonly sheet: SheetData; readonly values: SheetValues | null }
}

/** Matched before everything else; answers directly, keeps nothing of the event, opens its own transactions. */
export interface AnonymousFlow {
  readonly name: string
  /** What opens it, as the definitions of this moment say, with what the words stand for. */
  openers(): readonly { readonly word: string; readonly value: string }[]
  /** Words that stand for its buttons, where those cannot be shown; whole messages only. */
  readonly typed: readonly { readonly words: readonly string[]; readonly verb: string }[]
  menu(locale: Locale): readonly Action[]
  /** Whether a text holds a secret of this route, which must not stand in a chat: it comes back as the action `pasted`, and nothing of it is kept. */
  guards(text: string): Promise<boolean>
  handle(event: AnonymousEvent): Promise<Reception>
}
