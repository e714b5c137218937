import { SocketModeClient } from '@slack/socket-mode'
import { HearbackError } from '#core'
import { apiBase } from './client.ts'
import { quietLogger } from './quiet-logger.ts'
import { asPayload, textAt } from './read.ts'

/** What the app answers an envelope with; null for a bare acknowledgement. */
type Answer = Readonly<Record<string, unknown>> | null

/** Takes one envelope. When the promise resolves it may be acknowledged; when it rejects it may not. */
export type TakeEnvelope = (type: string, payload: unknown) => Promise<Answer>

export interface ConnectionOptions {
  readonly appToken: string
  readonly apiUrl: string | null
  readonly take: TakeEnvelope
  /** Hears of faults by their names, for the log. */
  readonly onFault: (code: string) => void
  /** How long to wait for the connection, and for Slack's hello on it, ms. */
  readonly helloMs: number
  readonly pongMs: number
}

/** Why a connection ended: Slack asked for another one in good time, or it broke. */
export type Ending = 'refresh' | 'lost'

const CLOSE_MS = 1000

/**
 * One Socket Mode connection, from its address to its end; it is never opened again. The SDK keeps the WebSocket (pings,
 * closing); the frames are read here: its own reading acknowledges nothing it does not know, throws out of a listener
 * on a frame without an event, and its reconnecting is offline for five seconds, or ends the process.
 */
export class Connection {
  readonly #client: SocketModeClient
  readonly #options: ConnectionOptions
  readonly #ended = Promise.withResolvers<Ending>()
  readonly #inHand = new Set<Promise<void>>()
  #closed = false

  private constructor(options: ConnectionOptions) {
    this.#options = options
    this.#client = new SocketModeClient({
      appToken: options.appToken,
      autoReconnectEnabled: false,
      clientPingTimeout: options.pongMs,
      serverPingTimeout: 60_000,
      logger: quietLogger,
      clientOptions: {
        slackApiUrl: apiBase(options.apiUrl),
        allowAbsoluteUrls: false,
        timeout: options.helloMs,
        retryConfig: { retries: 0 },
        rejectRateLimitedCalls: true,
      },
    })
    this.#client.removeAllListeners('ws_message')
    this.#client.on('ws_message', (data: unknown) => this.#onFrame(data))
    this.#client.on('disconnected', () => {
      this.#closed = true
      this.#ended.resolve('lost')
    })
  }

  /** Opens a connection. @throws when Slack refuses, or does not say hello in time */
  static async open(options: ConnectionOptions): Promise<Connection> {
    const connection = new Connection(options)
    const { promise: late, reject } = Promise.withResolvers<never>()
    const timer = setTimeout(() => reject(new HearbackError('no-hello', 'no hello in time')), options.helloMs)
    try {
      await Promise.race([connection.#start(), late])
      return connection
    } catch (error) {
      void connection.close()
      throw error
    } finally {
      clearTimeout(timer)
    }
  }

  /** Resolves when another connection is wanted. */
  get ended(): Promise<Ending> {
    return this.#ended.promise
  }

  /** Resolves when everything taken so far has been answered. */
  async settled(): Promise<void> {
    while (this.#inHand.size > 0) await Promise.all([...this.#inHand])
  }

  /** Closes; where the other side does not answer, by force. */
  async close(): Promise<void> {
    if (this.#closed) return
    // Asked a second time, the SDK no longer waits for the other side.
    const timer = setTimeout(() => void this.#client.disconnect(), CLOSE_MS)
    await Promise.race([this.#client.disconnect(), later(2 * CLOSE_MS)])
    clearTimeout(timer)
    this.#closed = true
    this.#ended.resolve('lost')
  }

  async #start(): Promise<void> {
    try {
      await this.#client.start()
    } catch (error) {
      // The SDK rejects with nothing when the socket closes before the hello.
      throw error instanceof Error ? error : new HearbackError('closed-early', 'the connection closed before the hello')
    }
  }

  #onFrame(data: unknown): void {
    const frame = readFrame(data)
    const type = textAt(frame, 'type')
    if (type === 'hello') this.#client.emit('connected', {})
    else if (type === 'disconnect') this.#onDisconnect(textAt(frame, 'reason'))
    else if (frame) this.#onEnvelope(type ?? '', textAt(frame, 'envelope_id'), frame.payload)
    else this.#options.onFault('bad-frame')
  }

  #onDisconnect(reason: string | null): void {
    const routine = reason === 'warning' || reason === 'refresh_requested'
    // What is in hand is still acknowledged here; Slack closes it in its time, or whoever opened it does.
    if (routine) this.#ended.resolve('refresh')
    else {
      this.#options.onFault(reason === 'too_many_websockets' ? 'too-many-sockets' : 'told-to-leave')
      void this.close()
    }
  }

  #onEnvelope(type: string, id: string | null, payload: unknown): void {
    if (id === null) {
      this.#options.onFault('no-envelope-id')
      return
    }
    const work = this.#take(type, id, payload).finally(() => this.#inHand.delete(work))
    this.#inHand.add(work)
  }

  /** The SDK's own way to acknowledge, which it hands out with the events that it reads itself. */
  #acknowledge(id: string, body: object): Promise<void> {
    return (this.#client as unknown as { send(id: string, body: object): Promise<void> }).send(id, body)
  }

  async #take(type: string, id: string, payload: unknown): Promise<void> {
    try {
      const answer = await this.#options.take(type, payload)
      await this.#acknowledge(id, answer ?? {})
    } catch {
      // Not taken, or not acknowledged: Slack delivers it again, and what was done already is known by its key.
      this.#options.onFault('not-acknowledged')
    }
  }
}

function readFrame(data: unknown): Readonly<Record<string, unknown>> | null {
  if (typeof data !== 'string') return null
  try {
    return asPayload(JSON.parse(data))
  } catch {
    return null
  }
}

async function later(ms: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  setTimeout(resolve, ms).unref()
  await promise
}
