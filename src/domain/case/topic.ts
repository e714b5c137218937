import type { Text } from '../text.ts'

/** What the speak-up box asks and promises: its definition file, read. */
export interface SpeakUpBox {
  readonly topics: readonly Topic[]
  /** What is promised and what is not, shown before anything is asked; one sentence each. */
  readonly promises: readonly Text[]
  readonly limits: readonly Text[]
}

export interface Topic {
  readonly id: string
  readonly title: Text
  /** Whether the channel's ticket shows the text, or only that there is one. */
  readonly show: 'full' | 'stub'
  /** The role whose people may read and answer. */
  readonly handlers: string
  /** The company's channel in which the ticket stands. */
  readonly channel: string
  /** Working days within which an answer is promised. */
  readonly answerWithin: number
}
