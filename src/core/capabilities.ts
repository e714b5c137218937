/** So many in so much time: never more than `count` in any span of `perMs`. */
export interface Limit {
  readonly count: number
  readonly perMs: number
}

/** Calls that are paid for, or given, by the calendar month. */
export interface CallBudget {
  readonly calls: number
  /** So many of them are kept for what cannot wait: answers, deadlines and what the law asks. */
  readonly reserve: number
  /** Where the platform's month begins. */
  readonly timeZone: string
}

/** How fast a platform takes messages; where it names several spans, all of them hold. What is not named has no limit. */
export interface Limits {
  /** New messages of the whole workspace, in calls. */
  readonly send?: Limit | readonly Limit[]
  /** Changes of sent messages, of the whole workspace. */
  readonly update?: Limit | readonly Limit[]
  /** Messages to one person or one channel, new or changed. */
  readonly recipient?: Limit | readonly Limit[]
  readonly budget?: CallBudget
}

/** Sizes of a private form inside the platform; texts in characters. What has more fields is filled in on its page. */
export interface SheetCapability {
  readonly fields: number
  readonly labelMax: number
  /** Options of one field, and the characters of each. */
  readonly options: { readonly max: number; readonly labelMax: number }
  readonly textMax: number
}

/**
 * What a platform can show and do, as data: rendering, the checks of definitions and what an author is told about
 * privacy are computed from this.
 */
export interface Capabilities {
  /** Buttons under one message, and the characters of a label and of a value; 0 where there are none. */
  readonly buttons: { readonly max: number; readonly labelMax: number; readonly valueMax: number }
  /** Choosing from a list in a message; null where there is none. */
  readonly select: { readonly max: number; readonly labelMax: number } | null
  /** Private forms inside the platform; null where the form's page has to serve. */
  readonly sheet: SheetCapability | null
  /** Whether a sent message can be changed. */
  readonly update: boolean
  /** How long a sent message can be changed, ms; null for ever. What is changed later is said anew. */
  readonly updateWithinMs: number | null
  /** Whether a reply under a message can be told from a new message; else a case is answered by its buttons, or by its tag. */
  readonly threads: boolean
  /** Whether something can be shown to one person alone in a channel; else it goes to them directly, and says what it is about. */
  readonly ephemeral: boolean
  /** Whether somebody can be written to who has never written to the bot; else they have to be asked to write first. */
  readonly proactive: boolean
  /** Whether the platform tells who has read a message: whoever sends to many may ask how many have. */
  readonly readReceipt: boolean
  /** Whether a sent message can be taken back: then whoever sent to many can. */
  readonly recall: boolean
  /** Whether files can be received and sent, and how large they may be, bytes. */
  readonly files: { readonly in: boolean; readonly out: boolean; readonly maxBytes: number }
  /** Characters of a title and of the text of one message. */
  readonly titleMax: number
  readonly textMax: number
  /** What stays in the platform's own records, under the name of whoever entered it, where administrators can read it. */
  readonly keeps: { readonly typed: boolean; readonly sheet: boolean; readonly taps: boolean }
  readonly limits: Limits
  /**
   * People who get the same text with one call; absent where every message is a call of its own. `textOnly`: what has
   * buttons is a call for each, so that in a sending to many they are numbers.
   */
  readonly batch?: { readonly max: number; readonly textOnly?: true }
}
