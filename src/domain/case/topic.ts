import type { Text } from '../text.ts'
import type { Windows } from './release-window.ts'

/** What a box asks and promises: its definition file, read. */
export interface SpeakUpBox {
  readonly id: string
  readonly title: Text
  /** What opens it, as people type it, in every language. */
  readonly words: readonly string[]
  readonly topics: readonly Topic[]
  /** When what is written to it, and from it, crosses; none: at once. */
  readonly windows: Windows
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
  /** Roles whose people, deputies and line must learn nothing of it, whoever handles it. */
  readonly notFor: readonly string[]
  /** Days for which a closed case can still be read and opened again. */
  readonly keepDays: number
  /** Working days within which an answer is promised. */
  readonly answerWithin: number
  /** Whether it waits for no window: a life may be in danger. */
  readonly atOnce: boolean
}
