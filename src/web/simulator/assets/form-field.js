import { element } from './element.js'
import { choiceControl } from './field-choice.js'
import { dateControl, numberControl, paragraphControl, textControl } from './field-entry.js'
import { words } from './language.js'
import { statement } from './statement.js'

/**
 * @typedef {import('./api.js').Field} Field
 * @typedef {string | string[]} Value
 * @typedef {object} FieldContext
 * @property {Value} value what has been entered so far
 * @property {string | undefined} fault the sentence beside it
 * @property {(value: Value) => void} enter
 * @property {string} today the company's date
 * @typedef {object} ControlContext
 * @property {string} id
 * @property {string | undefined} describedBy
 * @typedef {FieldContext & ControlContext} Control
 */

/** Kinds whose controls are several and need a group around them. */
const GROUPED = ['choice', 'choices']

/**
 * A field of a form with its question, hint and fault.
 * @param {Field} field
 * @param {FieldContext} context
 */
export function formField(field, context) {
  if (field.kind === 'statement') return statement(field)
  const id = `field-${field.name}`
  const hint = hintOf(field)
  const described = [hint && `${id}-hint`, context.fault && `${id}-fault`].filter(Boolean).join(' ') || undefined
  const grouped = GROUPED.includes(field.kind) && (field.options?.length ?? 0) > 0
  const control = controlOf(field, { ...context, id, describedBy: described })
  const label = [field.label, !field.required && element('span', { class: 'optional' }, words().optional)]
  const made = element(
    grouped ? 'fieldset' : 'div',
    {
      class: context.fault ? 'field faulty' : 'field',
      'data-field': field.name,
      ...(grouped && { 'aria-describedby': described }),
    },
    grouped ? element('legend', {}, ...label) : element('label', { for: id }, ...label),
    hint && element('p', { class: 'hint', id: `${id}-hint` }, hint),
    control,
    context.fault && element('p', { class: 'fault', id: `${id}-fault` }, context.fault),
  )
  made.addEventListener('input', () => forgive(made), { once: true })
  return made
}

/** Whoever is mending a fault need not look at it any longer. @param {HTMLElement} field */
function forgive(field) {
  field.classList.remove('faulty')
  field.querySelector('.fault')?.remove()
  for (const control of field.querySelectorAll('[aria-invalid]')) control.removeAttribute('aria-invalid')
}

/** @param {Field} field */
function hintOf({ hint, kind, min, max }) {
  if (hint !== undefined || kind !== 'number' || (min === undefined && max === undefined)) return hint
  return words().between(min, max)
}

/** @param {Field} field @param {Control} control */
function controlOf(field, control) {
  switch (field.kind) {
    case 'choice':
    case 'choices':
      return choiceControl(field, control)
    case 'paragraph':
      return paragraphControl(field, control)
    case 'number':
      return numberControl(field, control)
    case 'date':
      return dateControl(field, control)
    default:
      return textControl(field, control)
  }
}
