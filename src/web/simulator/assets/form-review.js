import { element } from './element.js'
import { shownAnswer } from './form-walk.js'
import { words } from './language.js'

/**
 * Everything once more before it goes, with a way back to each.
 * @param {import('./api.js').Form} form
 * @param {import('./api.js').Values} values
 * @param {(field: import('./api.js').Field) => void} change
 */
export function formReview(form, values, change) {
  const asked = form.fields.filter(({ kind }) => kind !== 'statement')
  return element(
    'dl',
    { class: 'review' },
    ...asked.map((field) =>
      element(
        'div',
        { class: 'review-item' },
        element('dt', {}, field.label),
        element(
          'dd',
          {},
          element('p', {}, shownAnswer(field, values)),
          element(
            'button',
            {
              type: 'button',
              class: 'link-button',
              'aria-label': words().changeWhat(field.label),
              onclick: () => change(field),
            },
            words().change,
          ),
        ),
      ),
    ),
  )
}
