import type { PlainDate } from '../calendar/plain-date.ts'
import type { Locale } from '../text.ts'
import { explainFault } from './explain-fault.ts'
import { type Answers, type Form, type Item, isBlock, type Question, type QuestionKind } from './form.ts'
import { checkMany, type ParsedAnswer, parseAnswer } from './parse-answer.ts'
import { visible } from './walk.ts'

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
  /** What was answered so far. */
  readonly value?: string | readonly string[]
  /** Which questions are asked depends on it. */
  readonly live?: true
}

const KINDS: Readonly<Record<QuestionKind, SheetField['kind']>> = {
  single: 'choice',
  multi: 'choices',
  text: 'paragraph',
  number: 'number',
  date: 'date',
  statement: 'statement',
}

/** The questions of a form as fields of one sheet: those that are asked, given the answers so far. */
export function sheetFields(form: Form, locale: Locale, answers: Answers = {}): SheetField[] {
  const live = decisive(form.items)
  return visible(form, answers).map((question) => {
    const given = answers[question.id]
    return {
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
      ...(given !== undefined && { value: typeof given === 'number' ? String(given) : given }),
      ...(live.has(question.id) && { live: true as const }),
    }
  })
}

/** Questions that conditions look at. */
function decisive(items: readonly Item[]): Set<string> {
  return new Set(items.flatMap((item) => (isBlock(item) ? [...Object.keys(item.when), ...decisive(item.items)] : [])))
}

/** What was entered in a sheet: what can be read, and a sentence for each field that cannot or is missing. */
export interface SheetAnswers {
  readonly answers: Answers
  readonly errors: Readonly<Record<string, string>>
}

/** Checks what was entered in a sheet with the same rules as a typed answer; each answer decides what is asked after it. */
export function readSheet(
  form: Form,
  values: Readonly<Record<string, string | readonly string[]>>,
  locale: Locale,
  today: PlainDate,
): SheetAnswers {
  const answers: Record<string, Answers[string]> = {}
  const errors: Record<string, string> = {}
  const seen = new Set<string>()
  for (let next = nextUnseen(); next; next = nextUnseen()) {
    seen.add(next.id)
    const entered = values[next.id]
    if (entered === undefined || entered.length === 0 || (typeof entered === 'string' && entered.trim() === '')) {
      if (next.required) errors[next.id] = missing(locale)
      continue
    }
    const parsed = parseEntered(next, entered, today)
    if ('fault' in parsed) errors[next.id] = explainFault(parsed, locale)
    else answers[next.id] = parsed.value
  }
  return { answers, errors }

  function nextUnseen(): Question | undefined {
    return visible(form, answers).find((question) => question.kind !== 'statement' && !seen.has(question.id))
  }
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
