import type { Text } from '../text.ts'

/** A form, after its file was read: scales are resolved, every text is in every language. */
export interface Form {
  readonly id: string
  readonly title: Text
  /** What the invitation says, beside what the bot adds about who reads it. */
  readonly invitation: Text | null
  readonly thanks: Text | null
  /** `named`: the readers see who answered. */
  readonly privacy: 'named'
  /** The role that sends it and sees its results; null for a form that belongs to a cadence's record. */
  readonly readers: string | null
  /** Asked in this order. */
  readonly items: readonly Item[]
}

export type Item = Question | Block

/** Questions that are asked only when the condition holds. */
export interface Block {
  readonly when: Condition
  readonly items: readonly Item[]
}

const QUESTION_KINDS = ['single', 'multi', 'text', 'number', 'date', 'statement'] as const
export type QuestionKind = (typeof QUESTION_KINDS)[number]

export interface Question {
  readonly id: string
  readonly kind: QuestionKind
  readonly text: Text
  readonly options: readonly Option[]
  readonly required: boolean
  readonly min: number | null
  readonly max: number | null
  /** Characters of a text. */
  readonly maxLength: number
}

export interface Option {
  readonly id: string
  readonly label: Text
}

/** What was answered before decides; all entries must hold. */
export type Condition = Readonly<Record<string, Test>>

export type Test =
  | { readonly anyOf: readonly string[] }
  | { readonly noneOf: readonly string[] }
  | { readonly atLeast: number }
  | { readonly atMost: number }
  | { readonly answered: boolean }

/** An option's id, several of them, a number or a text (a date as `YYYY-MM-DD`). */
export type Answer = string | readonly string[] | number
export type Answers = Readonly<Record<string, Answer>>

export function isBlock(item: Item): item is Block {
  return 'when' in item
}

/** Every question of a form, whatever was answered. */
export function allQuestions(items: readonly Item[]): Question[] {
  return items.flatMap((item) => (isBlock(item) ? allQuestions(item.items) : [item]))
}
