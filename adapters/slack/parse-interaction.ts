import type { Place, SheetValues } from '#core'
import { messageId } from './message-id.ts'
import { dropped, type Parsed, type Way } from './parsed.ts'
import { asPayload, at, listAt, type Payload, textAt } from './read.ts'
import { parseActionId, parseOptionValue, URL_BUTTON } from './render-actions.ts'

/** A payload of interactivity: a tap, a choice, a submitted form. */
export function parseInteraction(body: Payload): Parsed {
  const user = textAt(body, 'user', 'id')
  if (user === null) return dropped('no-author')
  const team = textAt(body, 'user', 'team_id') ?? textAt(body, 'team', 'id')
  switch (body.type) {
    case 'block_actions':
      return parseTap(body, user, team)
    case 'view_submission':
      return parseSubmission(body, user, team)
    default:
      return dropped('unknown-interaction')
  }
}

function parseTap(body: Payload, user: string, team: string | null): Parsed {
  const [action] = listAt(body, 'actions')
  const actionId = textAt(action, 'action_id')
  if (!action || actionId === null) return dropped('no-action')
  if (actionId.startsWith(URL_BUTTON)) return dropped('url-button')
  const way = wayOf(body)
  const common = { kind: 'told', key: keyOf(body, user, action), user, team } as const

  if (textAt(body, 'view', 'type') === 'modal') {
    const state = textAt(body, 'view', 'private_metadata')
    if (state === null) return dropped('no-state')
    const told = { kind: 'draft', state, values: valuesOf(at(body, 'view', 'state', 'values')) } as const
    return { ...common, told, place: { kind: 'direct' }, way }
  }
  const chosen = textAt(action, 'selected_option', 'value')
  const meant = chosen === null ? null : parseOptionValue(chosen)
  const told = {
    kind: 'action',
    actionId: meant?.id ?? parseActionId(actionId),
    value: meant?.value ?? textAt(action, 'value') ?? '',
    messageId: tappedMessage(body),
  } as const
  return { ...common, told, place: placeOf(body), way }
}

function parseSubmission(body: Payload, user: string, team: string | null): Parsed {
  const state = textAt(body, 'view', 'private_metadata')
  if (state === null) return dropped('no-state')
  return {
    kind: 'told',
    told: { kind: 'form', state, values: valuesOf(at(body, 'view', 'state', 'values')) },
    key: keyOf(body, user, null),
    user,
    team,
    place: { kind: 'direct' },
    way: wayOf(body),
  }
}

/** `trigger_id` is one per thing done: a form sent again after a correction has another. */
function keyOf(body: Payload, user: string, action: Payload | null): string {
  const trigger = textAt(body, 'trigger_id')
  if (trigger !== null) return `t/${trigger}`
  const where = textAt(body, 'view', 'id') ?? tappedMessage(body)
  return `a/${user}/${where}/${textAt(body, 'view', 'hash') ?? ''}/${textAt(action, 'action_ts') ?? ''}`
}

function wayOf(body: Payload): Way {
  const triggerId = textAt(body, 'trigger_id')
  const responseUrl = textAt(body, 'response_url')
  const id = textAt(body, 'view', 'id')
  const inputs = listAt(body, 'view', 'blocks')
    .filter((block) => block.type === 'input')
    .flatMap((block) => textAt(block, 'block_id') ?? [])
  return {
    ...(triggerId !== null && { triggerId }),
    ...(responseUrl !== null && { responseUrl }),
    ...(id !== null &&
      textAt(body, 'view', 'type') === 'modal' && {
        view: { id, hash: textAt(body, 'view', 'hash') ?? '', inputs },
      }),
  }
}

function tappedMessage(body: Payload): string {
  const channel = textAt(body, 'container', 'channel_id') ?? textAt(body, 'channel', 'id')
  const ts = textAt(body, 'container', 'message_ts')
  return channel !== null && ts !== null ? messageId({ channel, ts }) : ''
}

function placeOf(body: Payload): Place {
  const channel = textAt(body, 'container', 'channel_id') ?? textAt(body, 'channel', 'id')
  if (channel === null || channel.startsWith('D')) return { kind: 'direct' }
  return { kind: 'channel', channelId: channel, thread: null }
}

/** What stands in a form: `state.values` by block, each with the one element in it. */
function valuesOf(values: unknown): SheetValues {
  const entries = Object.entries(asPayload(values) ?? {}).flatMap(([name, elements]) => {
    const [element] = Object.values(asPayload(elements) ?? {})
    const given = enteredIn(asPayload(element))
    return given === null ? [] : [[name, given] as const]
  })
  return Object.fromEntries(entries)
}

function enteredIn(element: Payload | null): string | readonly string[] | null {
  if (element?.type === 'checkboxes' || element?.type === 'multi_static_select') {
    return listAt(element, 'selected_options').flatMap((option) => textAt(option, 'value') ?? [])
  }
  return (
    textAt(element, 'value') ?? textAt(element, 'selected_option', 'value') ?? textAt(element, 'selected_date') ?? null
  )
}
