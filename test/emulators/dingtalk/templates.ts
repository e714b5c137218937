import type { CardTemplate } from './card.ts'

const BUTTONS = Array.from({ length: 12 }, (_, index) => index + 1)

/** The card with buttons, as it is laid out in `docs/dingtalk`. */
export const CARD_TEMPLATE: CardTemplate = {
  id: 'card-template.schema',
  texts: ['title', 'text'],
  buttons: BUTTONS.map((n) => ({
    label: `label_${n}`,
    action: `action_${n}`,
    params: { value: `value_${n}`, tap: 'tap' },
  })),
  form: null,
  hidden: [],
}

/** The card with a form. */
export const FORM_TEMPLATE: CardTemplate = {
  id: 'form-template.schema',
  texts: ['title', 'text', 'faults'],
  buttons: [],
  form: { fields: 'form', label: 'submit', action: 'sheet.submit' },
  hidden: ['open'],
}
