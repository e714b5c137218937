import { Identified, type Inbound } from '#core'
import { MESSAGE_TYPES, type WechatyMessage } from './wechaty-port.ts'

/** What a message is to the bot; null for its own voice, for what was said past it in a room, and for notices of WeChat. */
export async function parseMessage(message: WechatyMessage, workspace: string): Promise<Inbound | null> {
  if (message.self()) return null
  const room = message.room()
  const text = message.type() === MESSAGE_TYPES.text
  if (room && !(text && (await message.mentionSelf()))) return null
  const base = {
    key: message.id,
    from: new Identified({ platform: 'wechat', workspace, userId: message.talker().id }),
    place: room ? ({ kind: 'channel', channelId: room.id, thread: null } as const) : ({ kind: 'direct' } as const),
  }
  if (text) return { ...base, kind: 'text', text: room ? await message.mentionText() : message.text() }
  const what = KINDS.get(message.type())
  return what === undefined ? null : { ...base, kind: 'unsupported', what }
}

const KINDS = new Map<number, 'image' | 'file' | 'voice' | 'other'>([
  [MESSAGE_TYPES.image, 'image'],
  [MESSAGE_TYPES.audio, 'voice'],
  [MESSAGE_TYPES.attachment, 'file'],
  [MESSAGE_TYPES.video, 'other'],
])
