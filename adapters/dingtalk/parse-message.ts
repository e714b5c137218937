import { type Account, Identified, type Inbound, type InboundFile, type Place } from '#core'
import type { FileNamed } from './media.ts'
import { type Fields, fieldsOf, textOf } from './read.ts'
import type { Session } from './sessions.ts'

/** A message to the robot, and how its conversation can be answered. */
export interface Heard {
  readonly inbound: Inbound
  readonly userId: string
  /** The way back to this person alone; null where there is none. */
  readonly session: Session | null
}

interface Parsing {
  readonly workspace: string
  readonly robotCode: string
  readonly open: (file: FileNamed) => InboundFile
}

/**
 * What a robot message says; null for what is not for us. Somebody outside the company has no staff id: their opaque
 * one is nobody's account, so that they are answered as a stranger.
 */
export function parseMessage(data: string, { workspace, robotCode, open }: Parsing): Heard | null {
  const said = fieldsOf(data)
  if (!said) return null
  const { msgId, senderId, senderStaffId, chatbotUserId, conversationId, conversationType } = said
  const userId = textOf(senderStaffId) ?? textOf(senderId)
  const id = textOf(msgId)
  if (id === null || userId === null || textOf(conversationId) === null) return null
  // Our own voice, and what was meant for another robot of the application.
  if (textOf(senderId) !== null && senderId === chatbotUserId) return null
  if (textOf(said.robotCode) !== null && said.robotCode !== robotCode) return null
  const direct = conversationType === '1'
  if (!direct && conversationType !== '2') return null
  const place: Place = direct
    ? { kind: 'direct' }
    : { kind: 'channel', channelId: String(conversationId), thread: null }
  const account: Account = { platform: 'dingtalk', workspace, userId }
  const who = { key: `robot ${id}`, from: new Identified(account), place }
  return { inbound: { ...who, ...whatOf(said, open) }, userId, session: direct ? sessionOf(said) : null }
}

function sessionOf({ sessionWebhook, sessionWebhookExpiredTime: until }: Fields): Session | null {
  const webhook = textOf(sessionWebhook)
  return webhook === null ? null : { webhook, until: typeof until === 'number' ? until : null }
}

function whatOf(said: Fields, open: Parsing['open']) {
  const content = fieldsOf(said.content) ?? {}
  const files = (...named: FileNamed[]) => ({ kind: 'files', text: '', files: named.map(open) }) as const
  const code = textOf(content.downloadCode)
  switch (said.msgtype) {
    case 'text': {
      const text = fieldsOf(said.text)?.content
      return typeof text === 'string' ? ({ kind: 'text', text: text.trim() } as const) : unsupported('other')
    }
    case 'richText':
      return ofRichText(content, open)
    case 'picture':
      return code === null ? unsupported('image') : files(picture(code))
    case 'file':
      if (code === null) return unsupported('file')
      return files({ name: textOf(content.fileName) ?? 'file', type: 'application/octet-stream', downloadCode: code })
    case 'video':
      return code === null ? unsupported('file') : files({ name: 'video.mp4', type: 'video/mp4', downloadCode: code })
    case 'audio':
      return unsupported('voice')
    default:
      return unsupported('other')
  }
}

/** Texts with pictures between them. */
function ofRichText({ richText }: Fields, open: Parsing['open']) {
  const parts = (Array.isArray(richText) ? (richText as unknown[]) : []).map((part) => fieldsOf(part) ?? {})
  const text = parts
    .map((part) => (typeof part.text === 'string' ? part.text : ''))
    .join('')
    .trim()
  const pictures = parts.flatMap((part) => {
    const code = textOf(part.downloadCode)
    return code === null ? [] : [open(picture(code))]
  })
  if (pictures.length > 0) return { kind: 'files', text, files: pictures } as const
  return text === '' ? unsupported('other') : ({ kind: 'text', text } as const)
}

function picture(downloadCode: string): FileNamed {
  return { name: 'picture.png', type: 'image/png', downloadCode }
}

function unsupported(what: 'image' | 'file' | 'voice' | 'other') {
  return { kind: 'unsupported', what } as const
}
