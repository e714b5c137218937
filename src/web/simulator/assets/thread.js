import { element } from './element.js'
import { words } from './language.js'
import { authorAvatar, byline, messageContent } from './message-parts.js'

/** Always to be seen, however many there are. */
const NEWEST = 3

/**
 * What stands under a message; the newest are always visible.
 * @param {import('./api.js').Message[]} replies
 * @param {import('./message-parts.js').ItemContext} context
 */
export function thread(replies, context) {
  const hidden = context.expanded ? 0 : Math.max(0, replies.length - NEWEST)
  return element(
    'div',
    { class: 'thread' },
    hidden > 0 &&
      element(
        'button',
        { type: 'button', class: 'more-button', 'data-action': 'expand', onclick: () => context.expand() },
        words().earlierReplies(hidden),
      ),
    element('ol', { class: 'replies' }, ...replies.slice(hidden).map((reply) => replyItem(reply, context))),
  )
}

/** @param {import('./api.js').Message} reply @param {import('./message-parts.js').ItemContext} context */
function replyItem(reply, context) {
  const own = reply.from === context.person.id
  return element(
    'li',
    { class: `reply${own ? ' own-reply' : ''}`, 'data-id': reply.id },
    authorAvatar(reply, context.company),
    element('div', { class: 'message-body' }, byline(reply, context), messageContent(reply, context)),
  )
}
