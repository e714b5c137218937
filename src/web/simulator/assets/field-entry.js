import { element } from './element.js'
import { lengthOf } from './form-walk.js'
import { words } from './language.js'

/**
 * @typedef {import('./api.js').Field} Field
 * @typedef {import('./form-field.js').Control} Control
 */

/** @param {Field} field @param {Control} control */
function attributes({ name, required }, { id, describedBy, fault }) {
  return {
    id,
    name,
    autocomplete: 'off',
    'aria-required': required ? 'true' : null,
    'aria-describedby': describedBy,
    'aria-invalid': fault ? 'true' : null,
  }
}

/** @param {Control} control */
function text({ value }) {
  return typeof value === 'string' ? value : value.join('\n')
}

/** @param {Field} field @param {Control} control */
export function textControl(field, control) {
  const input = element('input', { type: 'text', ...attributes(field, control), value: text(control) })
  input.addEventListener('input', () => control.enter(input.value))
  return input
}

/** Any spelling of a number may be typed; the server reads them all. @param {Field} field @param {Control} control */
export function numberControl(field, control) {
  const input = textControl(field, control)
  input.inputMode = 'decimal'
  input.classList.add('short')
  return input
}

/** @param {Field} field @param {Control} control */
export function paragraphControl(field, control) {
  const area = element('textarea', { ...attributes(field, control), rows: 5 })
  area.value = text(control)
  const { maxLength } = field
  const counter = element('p', { class: 'counter', 'aria-hidden': 'true' })
  const count = () => {
    if (maxLength === undefined) return
    const length = lengthOf(area.value)
    counter.textContent = words().count(length, maxLength)
    counter.classList.toggle('over', length > maxLength)
  }
  area.addEventListener('input', () => {
    control.enter(area.value)
    count()
  })
  count()
  return element('div', { class: 'paragraph' }, area, maxLength !== undefined && counter)
}

/**
 * The browser's calendar opens on the browser's day; the company may be months ahead.
 * @param {Field} field
 * @param {Control} control
 */
export function dateControl(field, control) {
  const input = element('input', { type: 'date', ...attributes(field, control), value: text(control), class: 'short' })
  input.addEventListener('input', () => control.enter(input.value))
  const today = element('button', { type: 'button', class: 'button small' }, words().companyToday(control.today))
  today.addEventListener('click', () => {
    input.value = control.today
    control.enter(input.value)
    input.focus()
  })
  return element('div', { class: 'date-row' }, input, today)
}
