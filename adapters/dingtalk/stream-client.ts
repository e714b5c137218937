import { DWClient, type DWClientDownStream } from 'dingtalk-stream'
import { WebSocket } from 'ws'
import type { ApiClient } from './api-client.ts'
import type { Repaint } from './cards/repaint.ts'
import type { Timings } from './settings.ts'

const ROBOT = '/v1.0/im/bot/messages/get'
const CARD = '/v1.0/card/instances/callback'
const SUBSCRIPTIONS = [
  // Which events there are is ticked in the console.
  { type: 'EVENT', topic: '*' },
  { type: 'CALLBACK', topic: ROBOT },
  { type: 'CALLBACK', topic: CARD },
]
const MOST_FRAME_BYTES = 4 * 1024 * 1024

interface StreamClientParts {
  readonly clientId: string
  readonly clientSecret: string
  readonly api: ApiClient
  readonly timings: Timings
  /** Takes a robot message; acknowledged when it resolves. */
  readonly onMessage: (data: string) => Promise<void>
  /** Takes an event of the organisation; acknowledged when it resolves, asked for again when it rejects. */
  readonly onEvent: (eventType: string, data: string) => Promise<void>
  /** Takes what was done on a card; acknowledged with how the card looks from now on. */
  readonly onCard: (data: string) => Promise<Repaint>
}

/**
 * One connection, from its opening to its end. The SDK frames and answers; the life of the socket is ours, since the
 * SDK's own reconnects by the dozen, keeps timers, shares its topics between clients and writes to the console.
 */
export class StreamClient extends DWClient {
  readonly #parts: StreamClientParts
  readonly #over = Promise.withResolvers<void>()
  #ws: WebSocket | null = null
  #url = ''
  #heard = true

  constructor(parts: StreamClientParts) {
    const { clientId, clientSecret } = parts
    super({ clientId, clientSecret, debug: false, keepAlive: false })
    Object.assign(this.config, { autoReconnect: false, subscriptions: SUBSCRIPTIONS.map((one) => ({ ...one })) })
    this.#parts = parts
  }

  /** Resolves when another connection is wanted: DingTalk asked for it, or this one is gone. */
  get over(): Promise<void> {
    return this.#over.promise
  }

  override printDebug(): void {}

  override async getEndpoint(): Promise<this> {
    const { endpoint, ticket } = await this.#parts.api.gateway(this.config.subscriptions)
    const url = typeof endpoint === 'string' ? URL.parse(endpoint) : null
    if (!url || !/^wss?:$/.test(url.protocol) || typeof ticket !== 'string') throw new Error('no endpoint')
    url.searchParams.set('ticket', ticket)
    this.#url = url.href
    return this
  }

  /** Resolves when it is open. */
  override async connect(): Promise<void> {
    await this.getEndpoint()
    await this._connect()
  }

  override _connect(): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const { requestMs, pingMs, silentMs } = this.#parts.timings
    const ws = new WebSocket(this.#url, { handshakeTimeout: requestMs, maxPayload: MOST_FRAME_BYTES })
    this.#ws = ws
    Object.assign(this, { socket: ws })
    let silent = 0
    const ping = setInterval(() => {
      silent = this.#heard ? 0 : silent + pingMs
      this.#heard = false
      if (silent >= silentMs) ws.terminate()
      else if (ws.readyState === WebSocket.OPEN) ws.ping()
    }, pingMs)
    ws.on('open', () => {
      this.connected = true
      resolve()
    })
    ws.on('pong', () => this.heartbeat())
    ws.on('ping', () => this.heartbeat())
    ws.on('message', (data) => this.onDownStream(String(data)))
    ws.on('error', reject)
    ws.on('close', () => {
      clearInterval(ping)
      this.connected = false
      this.#over.resolve()
      reject(new Error('closed'))
    })
    return promise
  }

  override disconnect(): void {
    this.#ws?.terminate()
    this.#over.resolve()
  }

  override heartbeat(): void {
    this.#heard = true
  }

  /** A frame that cannot be read is no reason to end. */
  override onDownStream(data: string): void {
    this.heartbeat()
    try {
      super.onDownStream(data)
    } catch {
      // Nothing of it can be acknowledged either: it has no id that we could read.
    }
  }

  /** After `disconnect` nothing more is delivered here: the next connection is opened first, this one ends by itself. */
  override onSystem(frame: DWClientDownStream): void {
    super.onSystem(frame)
    if (frame.headers.topic === 'disconnect') this.#over.resolve()
  }

  override onEvent({ headers: { messageId, eventType = '' }, data }: DWClientDownStream): void {
    this.#parts.onEvent(eventType, data).then(
      () => this.send(messageId, { status: 'SUCCESS' }),
      () => this.send(messageId, { status: 'LATER' }),
    )
  }

  override onCallback({ headers: { topic, messageId }, data }: DWClientDownStream): void {
    this.#answer(topic, data).then(
      (answer) => this.send(messageId, answer),
      () => {},
    )
  }

  async #answer(topic: string, data: string): Promise<object> {
    if (topic === ROBOT) await this.#parts.onMessage(data)
    if (topic !== CARD) return { response: {} }
    const repaint = await this.#parts.onCard(data)
    // DingTalk's own libraries put it in either place.
    return { response: repaint, ...repaint }
  }

  /** What has no id cannot be acknowledged; the SDK would say so on the console. */
  override send(messageId: string, value: unknown): void {
    if (!messageId || this.#ws?.readyState !== WebSocket.OPEN) return
    super.send(messageId, value)
  }
}
