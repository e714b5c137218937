import { fingerprint } from '#adapters/shared'
import { type Account, Identified, type Inbound, type Place, type SheetValues } from '#core'
import { type Fields, fieldsOf, textOf } from '../read.ts'
import { STATE, TAP, TURN } from './card-names.ts'
import { messageIdOf, placeOf } from './track-id.ts'

/** What somebody did on a card. */
export interface HeardTap {
  readonly inbound: Extract<Inbound, { kind: 'action' | 'form' }>
  readonly userId: string
  readonly trackId: string
}

interface Sent {
  readonly actionId: string
  readonly params: Fields
}

/**
 * A callback of a card; null for what is not ours. It has no id of its own: which card, who, what and which of their taps
 * tell it apart. Only staff have cards, and `userId` is their staff id.
 */
export function parseCard(data: string, workspace: string): HeardTap | null {
  const said = fieldsOf(data)
  const trackId = textOf(said?.outTrackId)
  const userId = textOf(said?.userId)
  const sent = said && sentWith(said)
  const where = trackId === null ? null : placeOf(trackId)
  if (!said || trackId === null || userId === null || !sent || where === null) return null
  const place: Place | null = where === 'channel' ? groupOf(said) : { kind: 'direct' }
  if (!place) return null
  const { actionId, params } = sent
  const form = where === 'form' ? fieldsOf(params.form) : null
  if (where === 'form' && !form) return null
  const told = JSON.stringify(form ?? [actionId, params.value ?? '', params[TAP] ?? ''])
  const key = `card ${trackId} ${fingerprint(`${userId}\n${told}`).toString(36)}`
  const account: Account = { platform: 'dingtalk', workspace, userId }
  const who = { key, from: new Identified(account), place }
  if (form) {
    const state = textOf(form[STATE])
    if (state === null) return null
    return { inbound: { ...who, kind: 'form', state, values: valuesOf(form) }, userId, trackId }
  }
  const value = typeof params.value === 'string' ? params.value : ''
  const messageId = messageIdOf(trackId)
  return { inbound: { ...who, kind: 'action', actionId, value, messageId }, userId, trackId }
}

/** Where the sent values stand depends on the template and on the client. */
function sentWith(said: Fields): Sent | null {
  for (const place of [said.content, said.value, said]) {
    const outer = fieldsOf(place)
    const inner = outer && (fieldsOf(outer.cardPrivateData) ?? outer)
    const params = inner && fieldsOf(inner.params)
    const [actionId] = Array.isArray(inner?.actionIds) ? (inner.actionIds as unknown[]) : []
    if (params || textOf(actionId) !== null) return { actionId: textOf(actionId) ?? '', params: params ?? {} }
  }
  return null
}

/** The group the card hangs in; its id may be told with the kind of place before it. */
function groupOf({ spaceId }: Fields): Place | null {
  const channelId = textOf(spaceId)?.replace(/^dtv1\.card\/\/IM_GROUP\./i, '')
  return channelId ? { kind: 'channel', channelId, thread: null } : null
}

/** What was entered. Lists of a drop-down come as `{index, value}`. */
function valuesOf(form: Fields): SheetValues {
  const entries = Object.entries(form).flatMap(([name, given]): [string, string | string[]][] => {
    if (name === STATE || name.startsWith(TURN)) return []
    const entered = fieldsOf(given)?.value ?? given
    if (Array.isArray(entered)) return [[name, entered.filter((one) => typeof one === 'string')]]
    if (typeof entered === 'number' || typeof entered === 'boolean') return [[name, String(entered)]]
    return typeof entered === 'string' ? [[name, entered]] : []
  })
  return Object.fromEntries(entries)
}
