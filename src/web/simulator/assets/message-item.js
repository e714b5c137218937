import { BOT } from './api.js'
import { element, icon } from './element.js'
import { words } from './language.js'
import { authorAvatar, byline, messageContent } from './message-parts.js'
import { thread } from './thread.js'

/** @typedef {import('./message-parts.js').ItemContext} ItemContext */
/** @typedef {import('./api.js').Message} Message */

/**
 * A message with everything that stands under it.
 * @param {import('./rows.js').MessageRow} row
 * @param {ItemContext} context
 */
export function messageItem({ message, replies, continued }, context) {
  const own = message.from === context.person.id
  const side = own ? 'own' : message.from === BOT ? 'from-bot' : 'theirs'
  const repliable = message.from === BOT && context.place.startsWith('channel:')
  return element(
    'li',
    {
      class: `message ${side}${continued ? ' continued' : ''}${message.ephemeral ? ' ephemeral' : ''}`,
      'data-id': message.id,
    },
    own ? null : authorAvatar(message, context.company),
    element(
      'div',
      { class: 'message-body' },
      byline(message, context),
      messageContent(message, context),
      replies.length > 0 && thread(replies, context),
      repliable && replyButton(message, context),
    ),
  )
}

/** @param {Message} message @param {ItemContext} context */
function replyButton(message, { hooks }) {
  const what = message.card?.title || message.text.split('\n', 1)[0] || ''
  return element(
    'button',
    {
      type: 'button',
      class: 'reply-button',
      'data-action': 'reply',
      'aria-label': words().replyTo(what),
      onclick: () => hooks.reply(message),
    },
    icon('reply'),
    words().reply,
  )
}
