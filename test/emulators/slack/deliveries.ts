import { createHmac } from 'node:crypto'
import { HeldBack } from '../../support/held-back.ts'
import type { Json } from './check-blocks.ts'
import type { Attempt, SocketHub } from './socket-hub.ts'

export type DeliveryKind = 'events_api' | 'interactive' | 'slash_commands'

interface DeliveryParts {
  readonly hub: SocketHub
  readonly signingSecret: string
  readonly ackMs: number
  /** When an event that was not taken comes again, ms after the last attempt. */
  readonly retryMs: readonly number[]
}

interface Delivered {
  readonly kind: DeliveryKind
  readonly payload: Json
}

const CONTENT_TYPES: Readonly<Record<DeliveryKind, string>> = {
  events_api: 'application/json',
  interactive: 'application/x-www-form-urlencoded',
  slash_commands: 'application/x-www-form-urlencoded',
}

/** Brings what happens to the app: over its sockets, or over HTTP where it listens there; again where it is not taken. */
export class Deliveries {
  readonly #parts: DeliveryParts
  readonly #done: Delivered[] = []
  readonly #inHand = new Set<Promise<unknown>>()
  readonly #back = new HeldBack()
  #asRetry = false
  /** Where the app takes HTTP deliveries; null for Socket Mode. */
  http: ((request: Request) => Promise<Response>) | null = null
  /** How many deliveries were given up. */
  lost = 0
  count = 0

  constructor(parts: DeliveryParts) {
    this.#parts = parts
  }

  async deliver(kind: DeliveryKind, payload: Json): Promise<Attempt> {
    this.#done.push({ kind, payload })
    await this.#back.turn()
    return this.#track(this.#try(kind, payload))
  }

  /** Everything once more. */
  async redeliver(): Promise<void> {
    for (const { kind, payload } of [...this.#done]) await this.#track(this.#once(kind, payload, 1, 'timeout'))
  }

  nextAsRetry(): void {
    this.#asRetry = true
  }

  hold(): void {
    this.#back.hold()
  }

  release(): void {
    this.#back.release()
  }

  async idle(): Promise<void> {
    while (this.#inHand.size > 0) await Promise.allSettled([...this.#inHand])
  }

  async #track<T>(work: Promise<T>): Promise<T> {
    this.#inHand.add(work)
    return work.finally(() => this.#inHand.delete(work))
  }

  async #try(kind: DeliveryKind, payload: Json): Promise<Attempt> {
    const first = this.#asRetry ? 1 : 0
    this.#asRetry = false
    // Only events are repeated: after a tap or a form the person sees at once that it failed.
    const retryMs = kind === 'events_api' ? this.#parts.retryMs : []
    for (let attempt = first; ; attempt++) {
      const result = await this.#once(kind, payload, attempt, attempt === 0 ? '' : 'timeout')
      if (result.acked) return result
      const wait = retryMs[attempt - first]
      if (wait === undefined) {
        this.lost++
        return result
      }
      await new Promise((resolve) => setTimeout(resolve, wait))
    }
  }

  async #once(kind: DeliveryKind, payload: Json, attempt: number, reason: string): Promise<Attempt> {
    this.count++
    if (this.http) return this.#post(kind, payload, attempt, reason)
    return this.#parts.hub.send(kind, payload, { attempt, reason }, this.#parts.ackMs)
  }

  async #post(kind: DeliveryKind, payload: Json, attempt: number, reason: string): Promise<Attempt> {
    const retry: Record<string, string> =
      attempt > 0 ? { 'x-slack-retry-num': String(attempt), 'x-slack-retry-reason': `http_${reason}` } : {}
    const response = await this.http?.(this.request(bodyOf(kind, payload), CONTENT_TYPES[kind], retry))
    if (response?.status !== 200) return { acked: false }
    const text = await response.text()
    const isJson = response.headers.get('content-type')?.startsWith('application/json') && text !== ''
    return { acked: true, payload: isJson ? (JSON.parse(text) as Json) : null }
  }

  /** A signed request as Slack makes it. */
  request(body: string, type: string, headers: Readonly<Record<string, string>> = {}, at = Date.now()): Request {
    const timestamp = String(Math.floor(at / 1000))
    const hmac = createHmac('sha256', this.#parts.signingSecret).update(`v0:${timestamp}:${body}`).digest('hex')
    return new Request('https://hearback.example/webhooks/slack', {
      method: 'POST',
      body,
      headers: {
        'content-type': type,
        'x-slack-request-timestamp': timestamp,
        'x-slack-signature': `v0=${hmac}`,
        ...headers,
      },
    })
  }
}

function bodyOf(kind: DeliveryKind, payload: Json): string {
  if (kind === 'events_api') return JSON.stringify(payload)
  if (kind === 'interactive') return new URLSearchParams({ payload: JSON.stringify(payload) }).toString()
  return new URLSearchParams(payload as Record<string, string>).toString()
}
