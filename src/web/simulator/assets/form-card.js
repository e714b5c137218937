import { element, icon, languageOf } from './element.js'
import { words } from './language.js'

/** @typedef {import('./api.js').Message} Message */

/** What the simulator leaves of a form that has been submitted. @param {Message} message */
export function isClosedForm({ card, ephemeral }) {
  return Boolean(ephemeral && card && card.form === null && card.actions.length === 0 && card.text === '✓')
}

/** @param {Message} message */
export function closedForm({ card }) {
  return element('p', { class: 'closed-form' }, icon('check'), `${card?.title ?? ''} · ${words().formDone}`)
}

/**
 * A private form, to be opened.
 * @param {Message} message
 * @param {{ hooks: import('./message-list.js').Hooks, started: boolean }} context
 */
export function formCard(message, { hooks, started }) {
  const text = words()
  const page = message.card?.form?.page
  return element(
    'div',
    { class: 'card form-card' },
    icon('form'),
    element(
      'div',
      { class: 'form-card-words' },
      element('h3', { class: 'card-title', lang: languageOf(message.text) }, message.card?.title ?? ''),
      element('p', {}, started ? text.formStarted : text.formWaits),
      page
        ? element('a', { class: 'link-button', href: page, target: '_blank', rel: 'noreferrer' }, text.asPage)
        : null,
    ),
    element(
      'button',
      { type: 'button', class: 'button primary', 'data-action': 'open', onclick: () => hooks.open(message) },
      started ? text.resumeForm : text.openForm,
    ),
  )
}
