import { words } from './language.js'

/**
 * @typedef {import('./api.js').Field} Field
 * @typedef {import('./api.js').Form} Form
 * @typedef {import('./api.js').Values} Values
 */

/** @param {Form} form */
export function stepCount({ fields }) {
  return Math.max(...fields.map(({ step }) => step), 0) + 1
}

/** @param {Form} form @param {number} step */
export function fieldsOf({ fields }, step) {
  return fields.filter((field) => field.step === step)
}

/** The titles of all steps, the last look included where there is one. @param {Form} form */
export function stepTitles(form) {
  const titles = Array.from({ length: stepCount(form) }, (_, step) => form.steps[step] ?? '')
  return form.review ? [...titles, form.review] : titles
}

/**
 * What is plainly missing or too long; everything else is for the server to judge.
 * @param {Field[]} fields
 * @param {Values} values
 * @returns {Record<string, string>} a sentence for each faulty field
 */
export function faultsOf(fields, values) {
  const text = words()
  /** @type {Record<string, string>} */
  const faults = {}
  for (const { name, kind, required, maxLength } of fields) {
    const value = values[name] ?? ''
    if (required && kind !== 'statement' && value.length === 0) faults[name] = text.required
    if (required && typeof value === 'string' && value.trim() === '') faults[name] = text.required
    if (maxLength !== undefined && typeof value === 'string' && lengthOf(value) > maxLength) {
      faults[name] = text.tooLong(maxLength)
    }
    if (kind === 'statement') delete faults[name]
  }
  return faults
}

/** In characters as people count them: an emoji is one. @param {string} text */
export function lengthOf(text) {
  return [...text].length
}

/** An answer in words, for the last look. @param {Field} field @param {Values} values */
export function shownAnswer({ name, options = [] }, values) {
  const value = values[name] ?? ''
  const label = (/** @type {string} */ one) => options.find((option) => option.value === one)?.label ?? one
  const shown = typeof value === 'string' ? label(value) : value.map(label).join(words().comma)
  return shown.trim() === '' ? words().empty : shown
}
