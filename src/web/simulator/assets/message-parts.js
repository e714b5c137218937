import { BOT } from './api.js'
import { cardView } from './card-view.js'
import { timeOf } from './dates.js'
import { element, icon, languageOf } from './element.js'
import { closedForm, formCard, isClosedForm } from './form-card.js'
import { words } from './language.js'
import { avatar, botAvatar } from './names.js'

/**
 * @typedef {import('./api.js').Message} Message
 * @typedef {object} ItemContext
 * @property {import('./api.js').Person} person who is looking
 * @property {string} place
 * @property {string} timeZone
 * @property {import('./company.js').Company} company
 * @property {import('./message-list.js').Hooks} hooks
 * @property {boolean} started
 * @property {boolean} expanded
 * @property {() => void} expand
 */

/** What a message says, without who and when. @param {Message} message @param {ItemContext} context */
export function messageContent(message, context) {
  if (isClosedForm(message)) return closedForm(message)
  if (message.card?.form) return formCard(message, context)
  if (message.card) return cardView(message, message.card, context.hooks)
  const attachment = message.from === BOT ? null : /^\[(image|voice|file)\]$/.exec(message.text)?.[1]
  if (attachment === 'image' || attachment === 'voice' || attachment === 'file') {
    return element('p', { class: 'bubble attachment' }, icon(attachment), words()[attachment])
  }
  return element('p', { class: 'bubble', lang: languageOf(message.text) }, message.text)
}

/** @param {Message} message @param {ItemContext} context */
export function byline(message, { company, person, timeZone }) {
  const name = authorName(message, company)
  return element(
    'p',
    { class: 'byline' },
    element('span', { class: message.from === person.id ? 'author unseen' : 'author', lang: languageOf(name) }, name),
    element('time', { datetime: message.at }, timeOf(message.at, timeZone)),
    message.ephemeral && element('span', { class: 'only-you' }, icon('lock'), words().onlyYou),
  )
}

/** @param {Message} message @param {import('./company.js').Company} company */
export function authorName(message, company) {
  return message.from === BOT ? words().bot : (company.person(message.from)?.name ?? message.from)
}

/** @param {Message} message @param {import('./company.js').Company} company */
export function authorAvatar(message, company) {
  if (message.from === BOT) return botAvatar()
  const person = company.person(message.from)
  return person ? avatar(person) : element('span', { class: 'avatar', 'aria-hidden': 'true' })
}
