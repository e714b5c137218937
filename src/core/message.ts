import type { Picture } from './picture.ts'

/** A message as the bot means it, in one language; an adapter renders it with what its platform can show. */
export interface Message {
  readonly title?: string
  readonly text: string
  /** Parts with their own buttons or chart: the items of a digest, the questions of a result. */
  readonly sections?: readonly Section[]
  readonly actions?: readonly Action[]
  /** What its numbered lines offer, 1 first. Set by the core, for a platform on which a tap can type the number. */
  readonly numbers?: readonly string[]
  /** It asks for an answer in words: a number typed after it is that answer, not a choice from before. */
  readonly asks?: true
  /** Files that go with it; made when it is sent, never kept. */
  readonly files?: readonly OutFile[]
}

export interface OutFile {
  readonly name: string
  /** MIME type. */
  readonly type: string
  readonly bytes: Uint8Array
}

export interface Section {
  readonly text: string
  readonly bars?: readonly Bar[]
  readonly actions?: readonly Action[]
}

/** One row of a small bar chart. */
export interface Bar {
  readonly label: string
  readonly count: number
  /** 0 to 1. */
  readonly share: number
}

/** A button. `id` names what happens (`flow.verb`), `value` to what. */
export interface Action {
  readonly id: string
  readonly label: string
  readonly value: string
  readonly style?: 'primary' | 'danger'
  /** A page to open in the place of telling the bot; sent with link previews off. */
  readonly url?: string
}

/**
 * A private form: filled in out of the conversation and submitted whole. `state` is sealed by the bot, opaque to the
 * platform, and comes back with the values, so that the bot keeps nothing while the form is open.
 */
export interface Sheet {
  readonly title: string
  readonly steps: readonly SheetStep[]
  readonly submit: string
  /** Set when the person is to look at everything once more before it goes. */
  readonly review?: string
  /** Of a form that shows or takes pictures: what leads to its page from inside a platform, and why. */
  readonly toPage?: { readonly label: string; readonly hint: string }
  readonly state: string
  /**
   * What is opened in the place of `state` by a link or a button that stands in the chat, where the form itself shows more
   * than whoever finds those may see.
   */
  readonly anew?: string
  /**
   * Opens the form again: the value of an action `sheet.open`, for a platform that opens forms only in answer to a tap.
   * Set by the core.
   */
  readonly opener?: string
}

export interface SheetStep {
  readonly title?: string
  readonly fields: readonly Field[]
}

export interface Field {
  readonly name: string
  /** `pictures` are chosen on the form's page only; a `link` leads there from a form inside a platform. */
  readonly kind: 'statement' | 'choice' | 'choices' | 'text' | 'paragraph' | 'number' | 'date' | 'pictures' | 'link'
  /** The question, or the text of a statement. */
  readonly label: string
  readonly hint?: string
  readonly options?: readonly FieldOption[]
  readonly required?: boolean
  /** In characters (code points). */
  readonly maxLength?: number
  readonly min?: number
  readonly max?: number
  /** Shown with a statement. */
  readonly pictures?: readonly Picture[]
  /** Where a link leads; absent where people cannot reach the pages. */
  readonly url?: string
  /** What stands in it when it is opened; a list for `choices`. */
  readonly value?: string | readonly string[]
  /** Which questions follow depends on this one: where the platform can, a change is told as a `draft`. */
  readonly live?: true
  /** The box of a second look: ticked, the form goes as it is. Whoever looks at everything once more has had that look. */
  readonly confirms?: true
}

export interface FieldOption {
  readonly value: string
  readonly label: string
}

/** A form with what was entered in it, so that nothing has to be entered twice. */
export function filledIn(sheet: Sheet, values: SheetValues): Sheet {
  const filled = (field: Field): Field => {
    const value = values[field.name]
    return value === undefined || field.kind === 'statement' ? field : { ...field, value }
  }
  return { ...sheet, steps: sheet.steps.map((step) => ({ ...step, fields: step.fields.map(filled) })) }
}

/** What was entered: a list for `choices`, a string for everything else. */
export type SheetValues = Readonly<Record<string, string | readonly string[]>>
