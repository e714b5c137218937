import { type Account, Identified, type Inbound, type InboundFile, type Place } from '#core'
import { readButtonKey } from '../render/button-key.ts'
import type { TappedFrame } from './bot-channel.ts'
import { withoutMention } from './mention.ts'

/** What a frame of the bot's connection says. */
export interface HeardFrame {
  readonly inbound: Inbound
  /** As the platform writes it, in upper and lower case. */
  readonly userId: string
  /** The group it was said in. */
  readonly chatId: string | null
  readonly frame: TappedFrame
  /** The card that was tapped. */
  readonly taskId: string | null
}

/** Where a file can be fetched, and what it is enciphered with. */
export interface Offer {
  readonly url: string
  readonly aesKey: string
}

interface FrameParts {
  readonly workspace: string
  /** Our company's id, where it is known. */
  readonly corpId: string | null
  readonly file: (offer: Offer, name: string, type: string) => InboundFile
}

type Json = Readonly<Record<string, unknown>>

/** Null for what is nothing to us: unknown kinds, other bots, and whatever is not as it should be. */
export function parseFrame(frame: unknown, parts: FrameParts): HeardFrame | null {
  const { headers, body } = record(frame)
  const reqId = text(record(headers).req_id)
  const said = record(body)
  const { userid, corpid } = record(said.from)
  const userId = text(userid)
  const msgId = text(said.msgid)
  if (!reqId || !userId || !msgId) return null
  // Named only where companies share a bot: the same id there is somebody else.
  if (text(corpid) !== null && corpid !== parts.corpId) return null
  const chatId = said.chattype === 'group' ? text(said.chatid) : null
  if (said.chattype === 'group' && !chatId) return null
  const place: Place = chatId ? { kind: 'channel', channelId: chatId, thread: null } : { kind: 'direct' }
  const from = new Identified<Account>({ platform: 'wecom', workspace: parts.workspace, userId })
  const base: Base = { key: `bot:${msgId}`, from, place }
  const heard = said.msgtype === 'event' ? event(record(said.event), base) : message(said, base, parts)
  if (!heard) return null
  const taskId = heard.kind === 'action' ? heard.messageId : null
  return { inbound: heard, userId, chatId, frame: { headers: { req_id: reqId } }, taskId }
}

type Base = Pick<Inbound, 'key' | 'from' | 'place'>

function event(told: Json, base: Base): Inbound | null {
  if (told.eventtype === 'enter_chat') return { ...base, kind: 'home' }
  if (told.eventtype !== 'template_card_event') return null
  // Nested on the wire; the SDK's typings put it one level higher.
  const click = record(told.template_card_event)
  const key = readButtonKey(text(click.event_key) ?? '')
  const messageId = text(click.task_id)
  return key && messageId ? { ...base, kind: 'action', actionId: key.id, value: key.value, messageId } : null
}

function message(said: Json, base: Base, parts: FrameParts): Inbound | null {
  const inGroup = base.place.kind === 'channel'
  const plain = (content: unknown) => (inGroup ? withoutMention(text(content) ?? '') : (text(content) ?? ''))
  switch (said.msgtype) {
    case 'text':
      return { ...base, kind: 'text', text: plain(record(said.text).content) }
    case 'voice': {
      // Recognised by the platform before it comes to us.
      const recognised = text(record(said.voice).content)
      return recognised ? { ...base, kind: 'text', text: recognised } : { ...base, kind: 'unsupported', what: 'voice' }
    }
    case 'mixed': {
      const items = Array.isArray(record(said.mixed).msg_item) ? (record(said.mixed).msg_item as unknown[]) : []
      const texts = items.map((item) => text(record(record(item).text).content)).filter((one) => one !== null)
      const files = items.flatMap((item) => fileOf(record(item), parts))
      if (files.length === 0) return { ...base, kind: 'text', text: plain(texts.join('\n')) }
      return { ...base, kind: 'files', text: plain(texts.join('\n')), files }
    }
    case 'image':
    case 'file':
    case 'video': {
      const files = fileOf(said, parts)
      return files.length > 0
        ? { ...base, kind: 'files', text: '', files }
        : { ...base, kind: 'unsupported', what: 'file' }
    }
    default:
      return typeof said.msgtype === 'string' ? { ...base, kind: 'unsupported', what: 'other' } : null
  }
}

function fileOf(item: Json, { file }: FrameParts): InboundFile[] {
  const kind = text(item.msgtype) ?? ''
  const { url, aeskey, filename } = record(item[kind])
  const [address, aesKey] = [text(url), text(aeskey)]
  if (!address || !aesKey || !['image', 'file', 'video'].includes(kind)) return []
  const type = kind === 'image' ? 'image/*' : kind === 'video' ? 'video/*' : 'application/octet-stream'
  return [file({ url: address, aesKey }, text(filename) ?? kind, type)]
}

function record(value: unknown): Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {}
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null
}
