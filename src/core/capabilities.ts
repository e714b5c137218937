/** So many calls in so much time; `count` of them may come at once. */
export interface Limit {
  readonly count: number
  readonly perMs: number
}

/** How fast a platform takes messages. What is not named has no limit. */
export interface Limits {
  /** New messages of the whole workspace. */
  readonly send?: Limit
  /** Changes of sent messages, of the whole workspace. */
  readonly update?: Limit
  /** Messages to one person or one channel. */
  readonly recipient?: Limit
}

/** What a platform can show and do. Rendering, definition checks and privacy sentences are computed from this. */
export interface Capabilities {
  /** Buttons under one message, and the characters a label may have; 0 where there are none. */
  readonly buttons: { readonly max: number; readonly labelMax: number }
  /** Whether private forms open inside the platform. */
  readonly sheet: boolean
  /** Whether a sent message can be changed. */
  readonly update: boolean
  /** Whether a reply under a message can be told from a new message. */
  readonly threads: boolean
  /** Characters of text in one message. */
  readonly textMax: number
  readonly limits: Limits
}
