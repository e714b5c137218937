import type { Field, Sheet } from '#core'
import { toBody } from '../render.ts'
import { type CardVariables, STATE, TURN } from './card-names.ts'

const KINDS = {
  choice: 'CHECKBOX_GROUP',
  choices: 'MULTI_CHECKBOX_GROUP',
  text: 'TEXT',
  paragraph: 'TEXT_AREA',
  number: 'NUMBER',
  date: 'DATE',
} as const

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
  const sections = all.filter(({ kind }) => kind === 'statement').map(({ label }) => ({ text: label }))
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

function fieldOf({ name, kind, label, hint, options = [], required, value }: Field) {
  if (kind === 'statement') return []
  const initial = kind === 'choices' ? [value ?? []].flat() : value
  return [
    {
      name,
      label: hint && kind !== 'text' && kind !== 'paragraph' ? `${label}（${hint}）` : label,
      type: KINDS[kind],
      required: required === true,
      ...(hint && { placeholder: hint }),
      ...(initial !== undefined && initial.length > 0 && { defaultValue: initial }),
      ...(options.length > 0 && { options: options.map((option) => ({ value: option.value, text: option.label })) }),
    },
  ]
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
