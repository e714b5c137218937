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
}
