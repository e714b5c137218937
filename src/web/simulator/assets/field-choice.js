import { element } from './element.js'
import { words } from './language.js'

/**
 * @typedef {import('./api.js').Field} Field
 * @typedef {import('./form-field.js').Control} Control
 */

/** More than these make a long form of cards; a list that opens is shorter. */
const MOST_CARDS = 9

/** One or several of a list. @param {Field} field @param {Control} control */
export function choiceControl(field, control) {
  const many = (field.options?.length ?? 0) > MOST_CARDS
  return field.kind === 'choice' && many ? selectControl(field, control) : cards(field, control)
}

/** @param {Field} field @param {Control} control */
function cards(field, { id, value, fault, enter }) {
  const several = field.kind === 'choices'
  const chosen = new Set(typeof value === 'string' ? [value] : value)
  const list = element('div', { class: 'choices' })
  const inputs = (field.options ?? []).map((option, index) =>
    element('input', {
      type: several ? 'checkbox' : 'radio',
      name: field.name,
      id: `${id}-${index}`,
      value: option.value,
      checked: chosen.has(option.value),
      'aria-invalid': fault ? 'true' : null,
    }),
  )
  const read = () => {
    const checked = inputs.filter((input) => input.checked).map((input) => input.value)
    enter(several ? checked : (checked[0] ?? ''))
    clear.hidden = several || field.required === true || checked.length === 0
  }
  const clear = element('button', { type: 'button', class: 'link-button', hidden: true }, words().clear)
  clear.addEventListener('click', () => {
    for (const input of inputs) input.checked = false
    inputs[0]?.focus()
    read()
  })
  list.append(
    ...(field.options ?? []).map((option, index) =>
      element(
        'label',
        { class: 'choice-card', for: `${id}-${index}` },
        inputs[index],
        element('span', {}, option.label),
      ),
    ),
    clear,
  )
  list.addEventListener('change', read)
  clear.hidden = several || field.required === true || chosen.size === 0 || chosen.has('')
  return list
}

/** @param {Field} field @param {Control} control */
function selectControl(field, { id, value, fault, describedBy, enter }) {
  const select = element(
    'select',
    {
      id,
      name: field.name,
      'aria-describedby': describedBy,
      'aria-invalid': fault ? 'true' : null,
      'aria-label': field.label,
    },
    element('option', { value: '' }, words().choose),
    ...(field.options ?? []).map((option) => element('option', { value: option.value }, option.label)),
  )
  select.value = typeof value === 'string' ? value : ''
  select.addEventListener('change', () => enter(select.value))
  return select
}
