import { type Account, Identified, type Inbound, type Place } from '#core'

/** A message to the robot, and how its conversation can be answered. */
export interface Heard {
  readonly inbound: Inbound
  readonly userId: string
  readonly direct: boolean
  /** Takes an answer for a while, without a token; null where there is none. */
  readonly webhook: string | null
}

type Fields = Readonly<Record<string, unknown>>

const OTHER = { audio: 'voice', picture: 'image', file: 'file', video: 'file' } as const

/**
 * What a robot message says; null for what is not for us. Somebody outside the company has no staff id: their opaque
 * one is nobody's account, so that they are answered as a stranger.
 */
export function parseMessage(data: string, workspace: string, robotCode: string): Heard | null {
  const said = fieldsOf(data)
  if (!said) return null
  const { msgId, senderId, senderStaffId, chatbotUserId, conversationId, conversationType, sessionWebhook } = said
  const userId = text(senderStaffId) ?? text(senderId)
  const id = text(msgId)
  if (id === null || userId === null || text(conversationId) === null) return null
  // Our own voice, and what was meant for another robot of the application.
  if (text(senderId) !== null && senderId === chatbotUserId) return null
  if (text(said.robotCode) !== null && said.robotCode !== robotCode) return null
  const direct = conversationType === '1'
  if (!direct && conversationType !== '2') return null
  const place: Place = direct
    ? { kind: 'direct' }
    : { kind: 'channel', channelId: String(conversationId), thread: null }
  const account: Account = { platform: 'dingtalk', workspace, userId }
  const who = { key: `robot ${id}`, from: new Identified(account), place }
  return { inbound: { ...who, ...whatOf(said) }, userId, direct, webhook: text(sessionWebhook) }
}

function whatOf(said: Fields) {
  const content = (said.text as Fields | null | undefined)?.content
  if (said.msgtype === 'text' && typeof content === 'string') return { kind: 'text', text: content.trim() } as const
  const type = String(said.msgtype)
  const what = Object.hasOwn(OTHER, type) ? OTHER[type as keyof typeof OTHER] : 'other'
  return { kind: 'unsupported', what } as const
}

function fieldsOf(data: unknown): Fields | null {
  if (typeof data !== 'string') return null
  try {
    const value: unknown = JSON.parse(data)
    return typeof value === 'object' && value !== null ? (value as Fields) : null
  } catch {
    return null
  }
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null
}
