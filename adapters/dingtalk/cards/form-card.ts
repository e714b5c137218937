import type { Field, FieldOption, Sheet } from '#core'
import { toBody } from '../render.ts'
import { type CardVariables, STATE, TURN } from './card-names.ts'

/** So many options stand open; more in a drop-down. */
const OPEN_OPTIONS = 10

const KINDS = {
  text: 'TEXT',
  paragraph: 'TEXT_AREA',
  number: 'NUMBER',
  date: 'DATE',
} as const

/** As the template's form control wants it. */
interface CardField {
  readonly name: string
  readonly label: string
  readonly type: string
  readonly required: boolean
  readonly placeholder?: string
  readonly defaultValue?: unknown
  readonly options?: readonly { readonly value: string; readonly text: string }[]
}

const DONE = '✓ 已提交 · Sent'

/**
 * A private form as the variables of the form card. What is only to be read stands above what is filled in. The sealed
 * state is a hidden field; `turn` tells one submission from the next after a correction.
 */
export function formCard(
  { title, steps, submit, state }: Sheet,
  turn: string,
  errors: Readonly<Record<string, string>> = {},
): CardVariables {
  const all = steps.flatMap((step) => step.fields)
  const sections = all.flatMap(sectionOf)
  const fields = all.flatMap(fieldOf)
  return {
    title,
    text: toBody({ text: '', sections }),
    faults: faultsOf(errors, all),
    form: JSON.stringify({ fields: [...fields, hidden(STATE, state), hidden(`${TURN}${turn}`, turn)] }),
    submit,
    open: 'yes',
  }
}

/** A form that was handed in: nothing of what stood in it stays on the card. */
export function doneCard(): CardVariables {
  return { text: DONE, faults: '', form: JSON.stringify({ fields: [] }), submit: '', open: '' }
}

/** What is read, not filled in; what leads to the form's page among it. */
function sectionOf({ kind, label, hint = '', url }: Field) {
  if (kind === 'statement') return [{ text: label }]
  return kind === 'link' && url !== undefined ? [{ text: `${hint}\n[${label}](${url})` }] : []
}

function fieldOf({ name, kind, label, hint, options = [], required, value }: Field): CardField[] {
  if (kind === 'statement' || kind === 'link' || kind === 'pictures') return []
  const typed = kind === 'text' || kind === 'paragraph'
  const field = {
    name,
    label: hint && !typed ? `${label}（${hint}）` : label,
    required: required === true,
    ...(hint && { placeholder: hint }),
  }
  if (kind === 'choice' || kind === 'choices') return [{ ...field, ...choiceOf(kind, options, [value ?? []].flat()) }]
  const initial = typeof value === 'string' && value !== '' ? { defaultValue: value } : {}
  return [{ ...field, type: KINDS[kind], ...initial }]
}

/** What stands in a drop-down comes, and goes, with its place in the list. */
function choiceOf(kind: 'choice' | 'choices', options: readonly FieldOption[], values: readonly string[]) {
  const offered = options.map(({ value, label }) => ({ value, text: label }))
  const index = values.map((value) => options.findIndex((option) => option.value === value))
  const some = values.length > 0
  const [first] = values
  if (options.length <= OPEN_OPTIONS) {
    return kind === 'choice'
      ? { type: 'CHECKBOX_GROUP', options: offered, ...(some && { defaultValue: first }) }
      : { type: 'MULTI_CHECKBOX_GROUP', options: offered, ...(some && { defaultValue: values }) }
  }
  return kind === 'choice'
    ? { type: 'SELECT', options: offered, ...(some && { defaultValue: { index: index[0], value: first } }) }
    : { type: 'MULTI_SELECT', options: offered, ...(some && { defaultValue: { index, value: values } }) }
}

function hidden(name: string, value: string) {
  return { name, type: 'TEXT', hidden: true, defaultValue: value }
}

/** One sentence a line, each with the question it belongs to. */
function faultsOf(errors: Readonly<Record<string, string>>, fields: readonly Field[]): string {
  const lines = Object.entries(errors).map(([name, sentence]) => {
    const label = fields.find((field) => field.name === name)?.label
    return label === undefined ? `⚠️ ${sentence}` : `⚠️ ${label}：${sentence}`
  })
  return toBody({ text: lines.join('\n') })
}
