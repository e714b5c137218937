import { type Account, Identified, type Inbound, type InboundFile } from '#core'
import { readButtonKey } from '../render/button-key.ts'
import { textOf, type Xml } from './read-xml.ts'

/** What a callback of the application says. */
export interface HeardCallback {
  readonly inbound: Inbound
  readonly userId: string
  /** The card that was tapped, and the code that changes it once. */
  readonly tapped: { readonly taskId: string; readonly responseCode: string } | null
}

interface CallbackParts {
  readonly workspace: string
  readonly file: (mediaId: string, name: string, type: string) => InboundFile
}

/** Null for what is nothing to us: unknown kinds, and whatever is not as it should be. */
export function parseCallback(said: Xml, parts: CallbackParts): HeardCallback | null {
  const userId = textOf(said.FromUserName)
  if (!userId) return null
  const from = new Identified<Account>({ platform: 'wecom', workspace: parts.workspace, userId })
  const place = { kind: 'direct' } as const
  if (said.MsgType === 'event') {
    const event = textOf(said.Event)
    const taskId = textOf(said.TaskId)
    const key = readButtonKey(textOf(said.EventKey) ?? '')
    if (event !== 'template_card_event' || !taskId || !key) return null
    const responseCode = textOf(said.ResponseCode) ?? ''
    // A time in seconds does not tell two taps apart.
    const unique = [userId, said.CreateTime, event, said.EventKey, taskId, responseCode].map((one) => String(one))
    const base = { key: `app:${unique.join('|')}`, from, place }
    const inbound: Inbound = { ...base, kind: 'action', actionId: key.id, value: key.value, messageId: taskId }
    return { inbound, userId, tapped: { taskId, responseCode } }
  }
  const msgId = textOf(said.MsgId)
  if (!msgId) return null
  const base = { key: `app:${msgId}`, from, place }
  return { inbound: { ...base, ...content(said, parts) }, userId, tapped: null }
}

type Content =
  | { kind: 'text'; text: string }
  | { kind: 'files'; text: string; files: readonly InboundFile[] }
  | { kind: 'unsupported'; what: 'image' | 'file' | 'voice' | 'other' }

function content(said: Xml, { file }: CallbackParts): Content {
  const mediaId = textOf(said.MediaId)
  switch (said.MsgType) {
    case 'text':
      return { kind: 'text', text: textOf(said.Content) ?? '' }
    case 'image':
    case 'video': {
      if (!mediaId) return { kind: 'unsupported', what: 'image' }
      const type = said.MsgType === 'image' ? 'image/*' : 'video/*'
      return { kind: 'files', text: '', files: [file(mediaId, said.MsgType, type)] }
    }
    case 'voice':
      return { kind: 'unsupported', what: 'voice' }
    default:
      return { kind: 'unsupported', what: 'other' }
  }
}
