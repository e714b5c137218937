import { XMLParser } from 'fast-xml-parser'
import { type Account, Identified, type Inbound, type InboundFile } from '#core'
import { readButtonKey } from '../render/button-key.ts'

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

type Xml = Readonly<Record<string, unknown>>

/** Every value stays a text (ids are longer than a number is exact), no entity is replaced, no attribute is read. */
const PARSER = new XMLParser({
  ignoreAttributes: true,
  parseTagValue: false,
  processEntities: false,
  htmlEntities: false,
  trimValues: false,
  ignoreDeclaration: true,
  ignorePiTags: true,
})

/** Null for what is nothing to us: unknown kinds, and whatever is not as it should be. */
export function parseCallback(xml: string, parts: CallbackParts): HeardCallback | null {
  const said = readXml(xml)
  const userId = said && text(said.FromUserName)
  if (!said || !userId) return null
  const from = new Identified<Account>({ platform: 'wecom', workspace: parts.workspace, userId })
  const place = { kind: 'direct' } as const
  if (said.MsgType === 'event') {
    const event = text(said.Event)
    const taskId = text(said.TaskId)
    const key = readButtonKey(text(said.EventKey) ?? '')
    if (event !== 'template_card_event' || !taskId || !key) return null
    const responseCode = text(said.ResponseCode) ?? ''
    // A time in seconds does not tell two taps apart.
    const unique = [userId, said.CreateTime, event, said.EventKey, taskId, responseCode].map((one) => String(one))
    const base = { key: `app:${unique.join('|')}`, from, place }
    const inbound: Inbound = { ...base, kind: 'action', actionId: key.id, value: key.value, messageId: taskId }
    return { inbound, userId, tapped: { taskId, responseCode } }
  }
  const msgId = text(said.MsgId)
  if (!msgId) return null
  const base = { key: `app:${msgId}`, from, place }
  return { inbound: { ...base, ...content(said, parts) }, userId, tapped: null }
}

type Content =
  | { kind: 'text'; text: string }
  | { kind: 'files'; text: string; files: readonly InboundFile[] }
  | { kind: 'unsupported'; what: 'image' | 'file' | 'voice' | 'other' }

function content(said: Xml, { file }: CallbackParts): Content {
  const mediaId = text(said.MediaId)
  switch (said.MsgType) {
    case 'text':
      return { kind: 'text', text: text(said.Content) ?? '' }
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

/** The fields of `<xml>`; null for anything else, and for a document that declares anything. */
function readXml(xml: string): Xml | null {
  if (/<!(?!\[CDATA\[)/.test(xml.replace(/<!\[CDATA\[[\s\S]*?\]\]>/g, ''))) return null
  try {
    const { xml: root } = PARSER.parse(xml) as Xml
    return typeof root === 'object' && root !== null && !Array.isArray(root) ? (root as Xml) : null
  } catch {
    return null
  }
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null
}
