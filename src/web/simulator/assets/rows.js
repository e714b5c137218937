import { plainDate } from './dates.js'

/**
 * @typedef {import('./api.js').Message} Message
 * @typedef {{ kind: 'day', key: string, at: string }} DayRow
 * @typedef {object} MessageRow
 * @property {'message'} kind
 * @property {string} key
 * @property {Message} message
 * @property {Message[]} replies oldest first
 * @property {boolean} continued it follows another one of the same author closely
 */

const TOGETHER_MS = 5 * 60_000

/**
 * What a conversation shows from top to bottom: messages with what stands under them, and a line for each new day.
 * @param {readonly Message[]} messages
 * @param {string} timeZone
 * @returns {(DayRow | MessageRow)[]}
 */
export function rowsOf(messages, timeZone) {
  /** @type {Map<string, Message[]>} */
  const replies = new Map(messages.map(({ id }) => [id, []]))
  const tops = messages.filter((message) => {
    const above = message.replyTo === undefined ? undefined : replies.get(message.replyTo)
    above?.push(message)
    return above === undefined
  })

  /** @type {(DayRow | MessageRow)[]} */
  const rows = []
  /** @type {Message | null} */
  let before = null
  for (const message of tops) {
    const day = plainDate(message.at, timeZone)
    const newDay = before === null || plainDate(before.at, timeZone) !== day
    // A leap of the clock and back to the same day cannot be: days only go forward, so the date is a key.
    if (newDay) rows.push({ kind: 'day', key: `day ${day}`, at: message.at })
    const continued = !newDay && before !== null && closelyFollows(message, before, replies)
    rows.push({ kind: 'message', key: message.id, message, replies: replies.get(message.id) ?? [], continued })
    before = message
  }
  return rows
}

/** @param {Message} message @param {Message} before @param {Map<string, Message[]>} replies */
function closelyFollows(message, before, replies) {
  return (
    message.from === before.from &&
    Boolean(message.ephemeral) === Boolean(before.ephemeral) &&
    replies.get(before.id)?.length === 0 &&
    Date.parse(message.at) - Date.parse(before.at) < TOGETHER_MS
  )
}
