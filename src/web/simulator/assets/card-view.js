import { barChart } from './bar-chart.js'
import { cardButtons } from './card-buttons.js'
import { element, languageOf } from './element.js'

/**
 * @typedef {import('./api.js').Card} Card
 * @typedef {import('./api.js').Message} Message
 */

/** Where a survey stands: “3 / 11”. */
const PROGRESS = /^(\d+) \/ (\d+)$/

/**
 * A card of the bot: title, text, parts with their own buttons, buttons.
 * @param {Message} message
 * @param {Card} card
 * @param {import('./message-list.js').Hooks} hooks
 */
export function cardView(message, card, hooks) {
  const lead = leadOf(card)
  const sections = card.sections ?? []
  const actions = card.actions.filter(({ section }) => section === undefined)
  return element(
    'div',
    { class: `card${sections.length > 0 ? ' sectioned' : ''}`, lang: languageOf(message.text) },
    card.title !== '' && title(card.title),
    lead !== '' && element('p', { class: 'card-text' }, lead),
    sections.length > 0 &&
      element('ul', { class: 'sections' }, ...sections.map((_, index) => section(message, card, index, hooks))),
    actions.length > 0 && cardButtons(actions, (action, button) => hooks.tap(message, action, button)),
  )
}

/** The text before the sections: a card's text repeats them for readers of plain text. @param {Card} card */
function leadOf({ text, sections = [] }) {
  const [first] = sections
  if (!first) return text
  if (text.startsWith(first.text)) return ''
  const at = text.indexOf(`\n\n${first.text}`)
  return at < 0 ? text : text.slice(0, at)
}

/** @param {string} text */
function title(text) {
  const [, at, of] = PROGRESS.exec(text) ?? []
  if (at === undefined || of === undefined) return element('h3', { class: 'card-title' }, text)
  const bar = element('span', { class: 'progress-bar', 'aria-hidden': 'true' })
  bar.style.setProperty('--share', String(Math.min(1, Number(at) / Number(of))))
  return element('h3', { class: 'card-progress' }, element('span', {}, text), bar)
}

/**
 * @param {Message} message
 * @param {Card} card
 * @param {number} index
 * @param {import('./message-list.js').Hooks} hooks
 */
function section(message, card, index, hooks) {
  const { text = '', bars = [] } = card.sections?.[index] ?? {}
  const [head = '', ...rest] = text.split('\n')
  const actions = card.actions.filter((action) => action.section === index)
  return element(
    'li',
    { class: actions.length === 1 ? 'section one-button' : 'section' },
    element(
      'div',
      { class: 'section-words' },
      element('p', { class: rest.length > 0 || bars.length > 0 ? 'section-head' : '' }, head),
      rest.length > 0 && element('p', { class: 'section-text' }, rest.join('\n')),
      bars.length > 0 && barChart(bars),
    ),
    actions.length > 0 && cardButtons(actions, (action, button) => hooks.tap(message, action, button), head),
  )
}
