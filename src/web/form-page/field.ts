import { html } from 'hono/html'
import type { CarriedPicture, Field, Locale } from '#core'
import { nameOf } from './field-names.ts'
import { pictureChoice, pictureHint, picturesView } from './pictures.ts'
import { words } from './words.ts'

interface FieldView {
  readonly field: Field
  readonly locale: Locale
  readonly error: string | undefined
  /** Pictures that the page carries for it. */
  readonly carried: readonly CarriedPicture[]
}

/** Above so many options a list that folds is easier than a row of buttons. */
const MOST_AS_RADIOS = 12

/** One question, with its fault beside it. Works without a script. */
export function fieldView({ field, locale, error, carried }: FieldView) {
  if (field.kind === 'statement') {
    return html`<div class="statement">${field.label}</div>
      ${field.pictures?.length ? picturesView(field.pictures, locale) : ''}`
  }
  // It leads to where the reader is.
  if (field.kind === 'link') return ''
  if (field.confirms) return lookView(field, error)
  const text = words(locale)
  const id = `field-${field.name}`
  const hint = [
    field.hint,
    field.kind === 'choices' ? text.several : null,
    field.kind === 'pictures' ? pictureHint(locale) : null,
    field.kind === 'number' ? text.number(field.min, field.max) : null,
  ]
    .filter(Boolean)
    .join(' · ')
  const described = [hint ? `${id}-hint` : '', error ? `${id}-error` : ''].filter(Boolean).join(' ')
  const mark = html`<span class="mark-${field.required ? 'required' : 'optional'}"
    >${field.required ? text.required : text.optional}</span
  >`
  const below = html`${hint ? html`<p class="hint" id="${id}-hint">${hint}</p>` : ''}${
    error ? html`<p class="fault" id="${id}-error">${error}</p>` : ''
  }`
  const grouped =
    field.kind === 'choices' || (field.kind === 'choice' && (field.options ?? []).length <= MOST_AS_RADIOS)
  if (grouped) {
    return html`<fieldset id="${id}" class="field${error ? ' faulty' : ''}" aria-describedby="${described}">
      <legend>${field.label} ${mark}</legend>
      ${below}${options(field)}
    </fieldset>`
  }
  return html`<div class="field${error ? ' faulty' : ''}">
    <label for="${id}">${field.label} ${mark}</label>
    ${below}${
      field.kind === 'pictures'
        ? pictureChoice(field, carried, locale)
        : control(field, id, described, error !== undefined, text.choose)
    }
  </div>`
}

/** What is worth a second look, with the box that it was had. */
function lookView(field: Field, error: string | undefined) {
  const id = `field-${field.name}`
  return html`<fieldset id="${id}" class="field look${error ? ' faulty' : ''}" aria-describedby="${error ? `${id}-error` : ''}">
    <legend>${field.label}</legend>
    ${error ? html`<p class="fault" id="${id}-error">${error}</p>` : ''}${options(field)}
  </fieldset>`
}

function options(field: Field) {
  const chosen = chosenOf(field)
  const type = field.kind === 'choices' ? 'checkbox' : 'radio'
  return (field.options ?? []).map(
    ({ value, label }) =>
      html`<label class="option"
        ><input
          type="${type}"
          name="${nameOf(field)}"
          value="${value}"
          ${chosen.includes(value) ? html`checked` : ''}
          ${field.live ? html`data-live` : ''}
        /><span>${label}</span></label
      >`,
  )
}

function control(field: Field, id: string, described: string, faulty: boolean, choose: string) {
  const [value = ''] = chosenOf(field)
  const common = html`id="${id}" name="${nameOf(field)}" ${described ? html`aria-describedby="${described}"` : ''}
  ${faulty ? html`aria-invalid="true"` : ''} ${field.live ? html`data-live` : ''}`
  const length = field.maxLength === undefined ? '' : html`data-most="${field.maxLength}"`
  switch (field.kind) {
    case 'paragraph':
      return html`<textarea ${common} rows="6" autocomplete="off" ${length}>${value}</textarea>`
    case 'choice':
      return html`<select ${common}>
        <option value="">${choose}</option>
        ${(field.options ?? []).map(
          (one) =>
            html`<option value="${one.value}" ${one.value === value ? html`selected` : ''}>${one.label}</option>`,
        )}
      </select>`
    case 'date':
      return html`<input ${common} type="date" value="${value}" />`
    case 'number':
      return html`<input ${common} type="text" inputmode="decimal" value="${value}" autocomplete="off" />`
    default:
      return html`<input ${common} type="text" value="${value}" autocomplete="off" autocapitalize="off" ${length} />`
  }
}

export function chosenOf({ value }: Field): readonly string[] {
  if (value === undefined) return []
  return typeof value === 'string' ? [value] : value
}
