import type { Place } from '#core'
import type { Home } from './home.ts'
import { messageId } from './message-id.ts'
import { typedText } from './mrkdwn.ts'
import { dropped, type Parsed, type SlackFile } from './parsed.ts'
import { asPayload, at, listAt, type Payload, textAt } from './read.ts'

/** Kinds of messages that somebody wrote; the others tell of joins, topics and the like. */
const WRITTEN = new Set([null, 'file_share', 'me_message', 'thread_broadcast'])

/** An Events API payload (`event_callback`). Pure: the same payload gives the same answer. */
export function parseEvent(body: Payload, home: Home): Parsed {
  const event = asPayload(body.event)
  if (!event) return dropped('no-event')
  switch (event.type) {
    case 'message':
    case 'app_mention':
      return parseMessage(event, body, home)
    case 'app_home_opened':
      return parseHome(event, body)
    case 'team_join':
    case 'user_change':
      return parseMember(event)
    default:
      return dropped('unknown-event')
  }
}

function parseMessage(event: Payload, body: Payload, home: Home): Parsed {
  const channel = textAt(event, 'channel')
  const subtype = textAt(event, 'subtype')
  if (channel === null) return dropped('no-channel')
  if (subtype === 'message_changed') return parseChange(event, channel, body, home)
  if (!WRITTEN.has(subtype)) return dropped('not-written')
  const user = textAt(event, 'user')
  const ts = textAt(event, 'ts')
  if (user === null || ts === null) return dropped('no-author')
  if (isBot(event, home)) return dropped('bot')

  const raw = textAt(event, 'text') ?? ''
  const text = withoutMention(raw, home)
  const place = placeOf(event, channel, ts)
  const toUs =
    event.type === 'app_mention' || raw.includes(`<@${home.botUser}`) || event.parent_user_id === home.botUser
  const files = listAt(event, 'files')
    .map(fileOf)
    .filter((file) => file !== null)
  return {
    kind: 'told',
    told: files.length > 0 ? { kind: 'files', text, files } : { kind: 'text', text },
    // One utterance comes as `message` and as `app_mention`, with different event ids.
    key: `m/${channel}/${ts}`,
    user,
    team: teamOf(event, body),
    place,
    way: place.kind === 'channel' && !toUs ? { overheard: true } : {},
  }
}

/** Somebody changed what they had said. What Slack itself changes (a preview of a link) is nobody's. */
function parseChange(event: Payload, channel: string, body: Payload, home: Home): Parsed {
  const message = asPayload(event.message)
  const user = textAt(message, 'user')
  const ts = textAt(message, 'ts')
  const editedAt = textAt(message, 'edited', 'ts')
  if (!message || user === null || ts === null || editedAt === null) return dropped('not-written')
  if (isBot(message, home)) return dropped('bot')
  return {
    kind: 'told',
    told: { kind: 'unsupported', what: 'edit' },
    key: `e/${channel}/${ts}/${editedAt}`,
    user,
    team: teamOf(event, body),
    place: placeOf(event, channel, ts),
    way: {},
  }
}

function parseHome(event: Payload, body: Payload): Parsed {
  const user = textAt(event, 'user')
  const key = textAt(body, 'event_id')
  if (event.tab !== 'home') return dropped('other-tab')
  if (user === null || key === null) return dropped('no-author')
  const team = textAt(body, 'team_id')
  return { kind: 'told', told: { kind: 'home' }, key: `h/${key}`, user, team, place: { kind: 'direct' }, way: {} }
}

function parseMember(event: Payload): Parsed {
  const member = asPayload(event.user)
  return member && textAt(member, 'id') !== null ? { kind: 'member', member } : dropped('no-member')
}

function isBot(message: Payload, home: Home): boolean {
  return textAt(message, 'bot_id') !== null || message.user === home.botUser || message.user === 'USLACKBOT'
}

/** A guest from another company carries their own workspace beside the one of the channel. */
function teamOf(event: Payload, body: Payload): string | null {
  return textAt(event, 'user_team') ?? textAt(event, 'source_team') ?? textAt(event, 'team') ?? textAt(body, 'team_id')
}

function placeOf(event: Payload, channel: string, ts: string): Place {
  if (event.channel_type === 'im' || channel.startsWith('D')) return { kind: 'direct' }
  const thread = textAt(event, 'thread_ts')
  return {
    kind: 'channel',
    channelId: channel,
    thread: thread === null || thread === ts ? null : messageId({ channel, ts: thread }),
  }
}

function withoutMention(text: string, { botUser }: Home): string {
  const mention = new RegExp(`^\\s*<@${botUser}(\\|[^>]*)?>[\\s:,：，]*`)
  return typedText(text.replace(mention, ''))
}

function fileOf(file: Payload): SlackFile | null {
  const url = textAt(file, 'url_private_download') ?? textAt(file, 'url_private')
  if (url === null) return null
  const size = at(file, 'size')
  return {
    name: textAt(file, 'name') ?? 'file',
    type: textAt(file, 'mimetype') ?? 'application/octet-stream',
    url,
    size: typeof size === 'number' ? size : 0,
  }
}
