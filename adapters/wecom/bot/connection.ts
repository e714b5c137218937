import type { WSClient } from '@wecom/aibot-node-sdk'
import type { Clock, Log, Random } from '#core'
import type { Timings } from '../settings.ts'
import { quietLogger } from './quiet-logger.ts'

/** The SDK is loaded only where a bot is set up. */
export type Sdk = Pick<typeof import('@wecom/aibot-node-sdk'), 'WSClient'>

interface ConnectionParts {
  readonly sdk: Sdk
  readonly botId: string
  readonly secret: string
  readonly wsUrl: string | null
  readonly timings: Timings
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
  readonly onFrame: (frame: unknown) => void
}

export type ConnectionState = 'off' | 'connecting' | 'up' | 'waiting' | 'refused' | 'kicked'

/** More than any frame that we understand. */
const MOST_FRAME_BYTES = 1024 * 1024

/**
 * The long connection of the AI bot, for as long as it is wanted. Each attempt has a client of the SDK of its own, which
 * reconnects by no means itself: when to try again is decided here. Credentials that were refused are tried again late;
 * after another connection has taken our place we wait, longer each time, since the two would only evict each other.
 */
export class BotConnection {
  readonly #parts: ConnectionParts
  #client: WSClient | null = null
  #timer: NodeJS.Timeout | null = null
  #wanted = false
  #attempts = 0
  #kicks = 0
  #upSince: number | null = null
  #state: ConnectionState = 'off'
  #firstEnded: (() => void) | null = null
  readonly #waiting = new Set<() => void>()

  constructor(parts: ConnectionParts) {
    this.#parts = parts
  }

  get state(): ConnectionState {
    return this.#state
  }

  /** Resolves when the first attempt has ended, well or not. */
  start(): Promise<void> {
    if (this.#wanted) return Promise.resolve()
    this.#wanted = true
    this.#attempts = 0
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#firstEnded = resolve
    this.#connect()
    return promise
  }

  stop(): void {
    this.#wanted = false
    this.#letGo()
    this.#state = 'off'
    this.#firstEnded?.()
    for (const go of this.#waiting) go()
  }

  /** The client as soon as it is subscribed; null where that is not soon. */
  async client(): Promise<WSClient | null> {
    const hopeless = this.#state === 'kicked' || this.#state === 'refused'
    if (this.#state !== 'up' && !hopeless) await this.#upSoon()
    return this.#state === 'up' ? this.#client : null
  }

  async #upSoon(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    const timer = setTimeout(resolve, this.#parts.timings.patienceMs)
    this.#waiting.add(resolve)
    await promise
    this.#waiting.delete(resolve)
    clearTimeout(timer)
  }

  /** The platform says that we are not subscribed, whatever the socket believes. */
  lost(client: WSClient): void {
    this.#ended(client, 'not-subscribed')
  }

  #connect(): void {
    const { sdk, botId, secret, wsUrl, timings, onFrame } = this.#parts
    this.#state = 'connecting'
    const client: WSClient = new sdk.WSClient({
      botId,
      secret,
      ...(wsUrl !== null && { wsUrl }),
      heartbeatInterval: timings.heartbeatMs,
      maxReconnectAttempts: 0,
      maxAuthFailureAttempts: 0,
      wsOptions: { handshakeTimeout: timings.subscribeMs, maxPayload: MOST_FRAME_BYTES },
      logger: quietLogger(() => this.#ended(client, 'not-subscribed')),
    })
    this.#client = client
    this.#timer = setTimeout(() => this.#ended(client, 'subscribe-timeout'), timings.subscribeMs)
    client.on('authenticated', () => this.#subscribed(client))
    client.on('error', (error) => this.#ended(client, /^Auth/.test(error.message) ? 'refused' : 'connection-failed'))
    client.on('disconnected', () => this.#ended(client, 'disconnected'))
    client.on('message', onFrame)
    client.on('event', (frame) => {
      // Told before the SDK tears the socket down, so that we can do it first and with its listeners on.
      if (frame.body?.event?.eventtype === 'disconnected_event') this.#ended(client, 'kicked')
      else onFrame(frame)
    })
    client.connect()
  }

  #subscribed(client: WSClient): void {
    if (client !== this.#client) return
    this.#clear()
    this.#state = 'up'
    this.#firstEnded?.()
    for (const go of this.#waiting) go()
    this.#upSince = this.#parts.clock.elapsed()
    this.#parts.log.info('wecom.subscribed', { platform: 'wecom', attempt: this.#attempts })
  }

  #ended(client: WSClient, why: string): void {
    if (client !== this.#client) return
    const lasted = this.#upSince === null ? 0 : this.#parts.clock.elapsed() - this.#upSince
    this.#letGo()
    if (!this.#wanted) return
    if (lasted >= this.#parts.timings.steadyMs) {
      this.#attempts = 0
      if (why !== 'kicked') this.#kicks = 0
    }
    this.#state = why === 'kicked' ? 'kicked' : why === 'refused' ? 'refused' : 'waiting'
    this.#firstEnded?.()
    const waitMs = this.#waitAfter(why)
    const level = why === 'kicked' || why === 'refused' ? 'error' : 'warn'
    this.#parts.log[level]('wecom.disconnected', { platform: 'wecom', code: why, attempt: this.#attempts, ms: waitMs })
    this.#timer = setTimeout(() => this.#connect(), waitMs)
  }

  #waitAfter(why: string): number {
    const { timings } = this.#parts
    if (why === 'kicked') return this.#jitter(doubled(timings.kickedMs, this.#kicks++, timings.longestKickedMs))
    const first = why === 'refused' ? timings.refusedMs : timings.firstRetryMs
    const longest = Math.max(first, timings.longestRetryMs)
    return this.#jitter(doubled(first, this.#attempts++, longest))
  }

  /** Half of it for certain, the rest by chance, so that many do not come back at the same moment. */
  #jitter(ms: number): number {
    return Math.ceil(ms / 2) + this.#parts.random.below(Math.max(1, Math.floor(ms / 2)))
  }

  #letGo(): void {
    this.#clear()
    const client = this.#client
    this.#client = null
    this.#upSince = null
    client?.removeAllListeners()
    client?.disconnect()
  }

  #clear(): void {
    if (this.#timer) clearTimeout(this.#timer)
    this.#timer = null
  }
}

function doubled(first: number, times: number, longest: number): number {
  return Math.min(longest, first * 2 ** Math.min(times, 20))
}
