import type { Text } from '../text.ts'
import type { CaseClock } from './clock.ts'
import type { Windows } from './release-window.ts'
import type { Reward } from './reward.ts'

/** What a box asks and promises: its definition file, read. */
export interface SpeakUpBox {
  readonly id: string
  readonly title: Text
  /** What opens it, as people type it, in every language. */
  readonly words: readonly string[]
  readonly topics: readonly Topic[]
  /** Offered only when the company has given somebody the role that answers. */
  readonly optional: boolean
  /** What an adopted suggestion can earn; empty where there is nothing to earn. */
  readonly rewards: readonly Reward[]
  /** When what is written to it, and from it, crosses; none: at once. */
  readonly windows: Windows
  /** First messages of one account in a week, and messages of an author to one case in a day, at the most. */
  readonly newPerWeek: number
  readonly messagesPerDay: number
  /** To whom a coordinator can pass a case. */
  readonly departments: readonly Department[]
  /** The company's channel in which "you said, we did" is published. */
  readonly announce: string
  /** What is promised of appeals. */
  readonly appeals: CaseClock
  /** Where else somebody can turn; said to an author whose case is muted. Null: the company's contact. */
  readonly elsewhere: Text | null
  /** What is promised and what is not, shown before anything is asked; one sentence each. */
  readonly promises: readonly Text[]
  readonly limits: readonly Text[]
}

export interface Department {
  readonly id: string
  readonly title: Text
  /** The role whose people answer there. */
  readonly handlers: string
  /** The channel in which its tickets stand; null: with each of its people. */
  readonly channel: string | null
}

export interface Topic {
  readonly id: string
  readonly title: Text
  /** Whether the channel's ticket shows the text, or only that there is one. */
  readonly show: 'full' | 'stub'
  /** The role whose people may read and answer. */
  readonly handlers: string
  /** The company's channel in which the ticket stands; empty: with each handler. */
  readonly channel: string
  /** The role that stands between: gets the text first, restates it, passes it to a department. Null: nobody does. */
  readonly coordinator: string | null
  /** Roles whose people, deputies and line must learn nothing of it, whoever handles it. */
  readonly notFor: readonly string[]
  /** Whether an author may file it with their name. */
  readonly named: boolean
  /** Days for which a closed case can still be read and opened again. */
  readonly keepDays: number
  /** Whether it waits for no window: a life may be in danger. */
  readonly atOnce: boolean
  readonly clock: CaseClock
  /** Whoever is on duty is told at once, at night and on days off, too. */
  readonly urgent: boolean
}
