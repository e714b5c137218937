import { HearbackError, type LookUp } from '#core'
import type { Call } from './client.ts'
import { messageId } from './message-id.ts'
import { listAt, type Payload, textAt } from './read.ts'

/** Marks our messages on Slack, with our key; invisible to people. */
const EVENT_TYPE = 'hearback_message'

/** What a message of ours carries. Of several that belong together the last one carries the key. */
export function metadata(key: string, first: string | null) {
  return { event_type: EVENT_TYPE, event_payload: { key, ...(first !== null && { first }) } }
}

const PAGE = 200
/** A message whose fate is unknown was sent minutes ago, or before a longer outage. */
const MOST_PAGES = 10

/** Where to look, and whose messages are ours. */
interface Search {
  readonly channel: string
  /** The thread it was meant for. */
  readonly thread: string | null
  readonly botUser: string
}

/**
 * Looks for a message by our key among the newest of a channel, or in the thread it was meant for. Null when nobody can
 * tell: more was said since than is looked through, or Slack does not show us what our messages carry.
 * @throws HearbackError when Slack does not answer: then nothing is known
 */
export async function findByKey(call: Call, key: string, search: Search): Promise<LookUp | null> {
  const { channel, thread, botUser } = search
  const method = thread === null ? 'conversations.history' : 'conversations.replies'
  let cursor = ''
  let ours = 0
  let marked = 0
  for (let page = 0; page < MOST_PAGES; page++) {
    const result = await call(method, {
      channel,
      ...(thread !== null && { ts: thread }),
      limit: PAGE,
      include_all_metadata: true,
      ...(cursor !== '' && { cursor }),
    })
    if (result.kind !== 'ok') throw new HearbackError(result.code, 'Slack does not show the messages of a channel')
    const messages = listAt(result.data, 'messages')
    const found = messages.find((message) => keyOf(message) === key)
    if (found) return { kind: 'sent', messageId: messageId({ channel, ts: firstOf(found) }) }
    ours += messages.filter((message) => message.user === botUser).length
    marked += messages.filter((message) => keyOf(message) !== null).length
    cursor = textAt(result.data, 'response_metadata', 'next_cursor') ?? ''
    if (cursor === '') return ours > 0 && marked === 0 ? null : { kind: 'absent' }
  }
  return null
}

function keyOf(message: Payload): string | null {
  if (textAt(message, 'metadata', 'event_type') !== EVENT_TYPE) return null
  return textAt(message, 'metadata', 'event_payload', 'key')
}

function firstOf(message: Payload): string {
  return textAt(message, 'metadata', 'event_payload', 'first') ?? textAt(message, 'ts') ?? ''
}
