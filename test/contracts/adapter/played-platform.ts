import type { Adapter, Clock, FormPages, Log, Random } from '#core'

/** A message as somebody on the platform sees it, with everything on it. */
export interface ShownMessage {
  readonly id: string
  /** `hearback`, or the name of whoever wrote it. */
  readonly from: string
  /** Title, text and sections, one under the other. */
  readonly text: string
  /** Labels of what can be tapped or chosen. */
  readonly buttons: readonly string[]
  /** The message it stands under. */
  readonly under: string | null
}

/** A private form as the person has it before them: in the platform, or on its page. */
export interface ShownForm {
  readonly title: string
  readonly fields: readonly ShownField[]
}

interface ShownField {
  readonly name: string
  /** Everything that stands there to be read: the question, its hint, the text of a statement. */
  readonly text: string
  readonly options: readonly { readonly value: string; readonly label: string }[]
}

export type Filled = Readonly<Record<string, string | readonly string[]>>

/** Where something is said: with the bot alone, or in the channel for HR, perhaps under a message. */
export interface Where {
  readonly in?: 'hr'
  readonly under?: ShownMessage
}

/** Somebody with the platform's app in their hands. Every method resolves when the platform has delivered it, answered or not. */
export interface PlayedPerson {
  say(text: string, where?: Where): Promise<void>
  sendFile(name: string, type: string, bytes: Uint8Array): Promise<void>
  /** Taps what has this label, or the first that contains it. */
  tap(message: ShownMessage, label: string): Promise<void>
  /** The form before them; where the platform first shows a way to it, it is taken. Null when there is none. */
  form(): Promise<ShownForm | null>
  /** Fills in the form and sends it. A sentence per field when it stays open, else null. */
  submit(values: Filled): Promise<Readonly<Record<string, string>> | null>
  /** Closes the form before them, where it would stay. */
  close?(): void
  /** What they see with the bot alone, or in the channel; oldest first. */
  sees(where?: 'hr'): Promise<readonly ShownMessage[]>
  /** Changes, or takes back, what they said last; null where the platform has no such thing. */
  readonly edit: ((text: string) => Promise<void>) | null
  readonly takeBack: (() => Promise<void>) | null
}

/** Somebody as an administrator enters them in a platform's contacts. */
export interface PlayedEmployment {
  readonly name: string
  readonly department: string
  readonly email: string
  readonly mobile: string
}

/** What a platform's administrators do with its contacts. Each thing is told to the bot as the platform tells it. */
export interface PlayedContacts {
  /** Somebody joins; answers their account. */
  join(employment: PlayedEmployment): Promise<string>
  change(account: string, employment: Partial<PlayedEmployment>): Promise<void>
  leave(account: string): Promise<void>
  readonly tellsDepartments: boolean
  /** Grows whenever everybody is asked for, or many at once. */
  readonly wholeReadings: number
}

/** A platform that tells of changes in its contacts, and whose people can be played by their account. */
export interface PlayedDirectory extends PlayedPlatform {
  readonly contacts: PlayedContacts
  at(account: string): PlayedPerson
}

/** A platform, or its emulator, with people. What the adapter contract needs of it. */
export interface PlayedPlatform {
  readonly platform: string
  /** A new adapter for it, as after a restart of the program. */
  adapter(parts: { workspace: string; clock: Clock; random: Random; log: Log }): Promise<Adapter>
  /** What is served at `/webhooks/<platform>`, for platforms that call; it changes with every start of the bot. */
  onWebhook?(take: ((request: Request) => Promise<Response>) | null): void
  /** The pages of forms, for platforms that show none themselves; they change with every start of the bot. */
  onPages?(pages: FormPages | null): void
  /** The account of one of the sample company's people (`E003`), who from now on is there. */
  account(person: string): string
  /** The platform's id of the channel for HR, of which the bot is a member; null where every handler is written to. */
  readonly hrChannel: string | null
  /** What the company's people can do there. */
  person(id: string): PlayedPerson
  /** Somebody whom the directory does not know. */
  readonly stranger: PlayedPerson
  /** Another bot writes to ours. */
  otherBot(text: string): Promise<void>
  /** What the bot said last comes back to it. */
  echo(): Promise<void>
  /** Delivers something of a kind nobody knows yet; true when it was acknowledged. */
  unknownEvent(): Promise<boolean>
  /** Delivers everything so far once more, as the platform repeats what it believes was not taken. */
  redeliver(): Promise<void>
  /** The next delivery is marked as a repetition, although the first never came. */
  nextAsRetry(): void
  /** From now on deliveries wait; `release` lets them go, the last one first. */
  hold(): void
  release(): Promise<void>
  /** Grows with everything that passes between platform and bot. */
  readonly activity: number
  /** Resolves when everything delivered has been answered. */
  idle(): Promise<void>
  stop(): Promise<void>
}
