import { type Clock, type Log, loggable } from '#core'
import type { TakeEnvelope } from './connection.ts'
import { asPayload, type Payload, textAt } from './read.ts'
import { isFromSlack } from './verify.ts'

interface WebhookParts {
  readonly secret: string
  readonly clock: Clock
  readonly log: Log
  readonly take: TakeEnvelope
}

/** What a request holds, after it was found to be Slack's. */
type Delivery =
  | { readonly kind: 'challenge'; readonly challenge: string }
  | { readonly kind: 'envelope'; readonly type: string; readonly payload: unknown }
  | { readonly kind: 'unreadable' }

/**
 * Takes Slack's HTTP deliveries: events, interactivity and slash commands at one address. The signature is checked over
 * the bytes as they came, before anything is parsed; the answer goes out after the commit.
 */
export async function takeRequest(request: Request, { secret, clock, log, take }: WebhookParts): Promise<Response> {
  if (request.method !== 'POST') return new Response('Not found', { status: 404 })
  const body = await request.text()
  const type = request.headers.get('content-type') ?? ''
  // Slack tries the certificate with a request that it does not sign, and that means nothing.
  if (isForm(type) && new URLSearchParams(body).get('ssl_check') === '1' && !body.includes('payload=')) {
    return new Response('')
  }
  const timestamp = request.headers.get('x-slack-request-timestamp')
  const signature = request.headers.get('x-slack-signature')
  if (!isFromSlack({ secret, timestamp, signature, body, now: clock.real() })) {
    log.warn('slack.bad-signature')
    return new Response('', { status: 401 })
  }
  const delivery = read(type, body)
  switch (delivery.kind) {
    case 'challenge':
      return Response.json({ challenge: delivery.challenge })
    case 'unreadable':
      // Delivered again it would be no better.
      return new Response('', { status: 400, headers: { 'x-slack-no-retry': '1' } })
    case 'envelope':
      return taken(delivery, take, log)
  }
}

async function taken({ type, payload }: { type: string; payload: unknown }, take: TakeEnvelope, log: Log) {
  try {
    const answer = await take(type, payload)
    return answer === null ? new Response('') : Response.json(answer)
  } catch (error) {
    log.warn('slack.not-taken', loggable(error))
    return new Response('', { status: 503 })
  }
}

function read(type: string, body: string): Delivery {
  if (isForm(type)) {
    const form = new URLSearchParams(body)
    const payload = form.get('payload')
    if (payload === null) return { kind: 'envelope', type: 'slash_commands', payload: Object.fromEntries(form) }
    const interaction = json(payload)
    return interaction ? { kind: 'envelope', type: 'interactive', payload: interaction } : { kind: 'unreadable' }
  }
  const event = json(body)
  if (!event) return { kind: 'unreadable' }
  const challenge = textAt(event, 'challenge')
  if (event.type === 'url_verification' && challenge !== null) return { kind: 'challenge', challenge }
  return { kind: 'envelope', type: 'events_api', payload: event }
}

function isForm(type: string): boolean {
  return type.startsWith('application/x-www-form-urlencoded')
}

function json(text: string): Payload | null {
  try {
    return asPayload(JSON.parse(text))
  } catch {
    return null
  }
}
