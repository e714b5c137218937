import type { PlainDate } from '../calendar/plain-date.ts'
import type { Locale } from '../text.ts'
import { explainFault } from './explain-fault.ts'
import type { Answers, Form, Question, QuestionKind } from './form.ts'
import { checkMany, type ParsedAnswer, parseAnswer } from './parse-answer.ts'
import { START, visible } from './walk.ts'

/** A question as a field of a private form. */
export interface SheetField {
  readonly name: string
  readonly kind: 'statement' | 'choice' | 'choices' | 'paragraph' | 'number' | 'date'
  readonly label: string
  readonly options?: readonly { readonly value: string; readonly label: string }[]
  readonly required: boolean
  readonly maxLength?: number
  readonly min?: number
  readonly max?: number
}

const KINDS: Readonly<Record<QuestionKind, SheetField['kind']>> = {
  single: 'choice',
  multi: 'choices',
  text: 'paragraph',
  number: 'number',
  date: 'date',
  statement: 'statement',
}

/** The questions of a form as fields of one sheet, those first that are asked whatever is answered. */
export function sheetFields(form: Form, locale: Locale): SheetField[] {
  return visible(form, START.answers).map((question) => ({
    name: question.id,
    kind: KINDS[question.kind],
    label: question.text[locale],
    required: question.required,
    ...(question.options.length > 0 && {
      options: question.options.map((option) => ({ value: option.id, label: option.label[locale] })),
    }),
    ...(question.kind === 'text' && { maxLength: question.maxLength }),
    ...(question.min !== null && question.kind === 'number' && { min: question.min }),
    ...(question.max !== null && question.kind === 'number' && { max: question.max }),
  }))
}

export type SheetAnswers = { readonly answers: Answers } | { readonly errors: Readonly<Record<string, string>> }

/** Checks what was entered in a sheet with the same rules as a typed answer. */
export function readSheet(
  form: Form,
  values: Readonly<Record<string, string | readonly string[]>>,
  locale: Locale,
  today: PlainDate,
): SheetAnswers {
  const answers: Record<string, Answers[string]> = {}
  const errors: Record<string, string> = {}
  for (const question of visible(form, START.answers)) {
    if (question.kind === 'statement') continue
    const entered = values[question.id]
    if (entered === undefined || entered.length === 0 || (typeof entered === 'string' && entered.trim() === '')) {
      if (question.required) errors[question.id] = missing(locale)
      continue
    }
    const parsed = parseEntered(question, entered, today)
    if ('fault' in parsed) errors[question.id] = explainFault(parsed, locale)
    else answers[question.id] = parsed.value
  }
  return Object.keys(errors).length > 0 ? { errors } : { answers }
}

function parseEntered(question: Question, entered: string | readonly string[], today: PlainDate): ParsedAnswer {
  if (question.kind === 'multi' && typeof entered !== 'string') return checkMany(question, entered)
  const chosen = question.kind === 'single' && question.options.some((option) => option.id === entered)
  if (chosen) return { value: entered }
  return parseAnswer(question, String(entered), today)
}

function missing(locale: Locale): string {
  return locale === 'zh-CN' ? '这一项需要填写。' : 'Please fill this in.'
}
