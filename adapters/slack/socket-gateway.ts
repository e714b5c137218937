import { setTimeout as wait } from 'node:timers/promises'
import { type Clock, type Log, loggable, type Random } from '#core'
import { Connection, type ConnectionOptions, type Ending } from './connection.ts'

/** Times of reconnecting, ms. */
export interface Pace {
  readonly firstMs: number
  readonly mostMs: number
  readonly helloMs: number
  readonly pongMs: number
  /** What could not be delivered for so long Slack delivers no more. */
  readonly missedMs: number
}

export const DEFAULT_PACE: Pace = {
  firstMs: 250,
  mostMs: 60_000,
  helloMs: 15_000,
  pongMs: 10_000,
  missedMs: 5 * 60_000,
}

/** A connection that lived so long was a good one: the next failure is a first one again. */
const GOOD_AFTER_MS = 10_000
/** Told to leave sooner than this, whoever asked is not well: then it is a failure like others. */
const TOO_SOON_MS = 1000
/** Who stops waits no longer for what is in hand; what was not acknowledged comes again. */
const STOP_MS = 5000
/** After a routine disconnect the old connection is kept for what is still in hand. */
const LINGER_MS = 10_000
/** Whoever starts waits no longer for the first connection. */
const FIRST_MS = 5000

interface GatewayParts extends Pick<ConnectionOptions, 'appToken' | 'apiUrl' | 'take'> {
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
  readonly pace: Pace
  /** Nobody has listened for so long that something may have been missed. */
  readonly onMissed: () => void
  /** Has to be done before the first connection. */
  readonly prepare: () => Promise<void>
}

/**
 * Keeps one Socket Mode connection open for as long as it runs. A routine disconnect is answered with a new connection
 * at once, while the old one still takes acknowledgements; a failure with another try, each after a longer wait.
 */
export class SocketGateway {
  readonly #parts: GatewayParts
  readonly #stopped = new AbortController()
  readonly #retiring = new Set<Promise<void>>()
  #current: Connection | null = null
  #loop: Promise<void> | null = null

  constructor(parts: GatewayParts) {
    this.#parts = parts
  }

  /** Resolves when the first try has ended, well or not, or takes too long to wait for. */
  async start(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#loop = this.#run(resolve)
    const timer = setTimeout(resolve, FIRST_MS)
    await promise
    clearTimeout(timer)
  }

  async stop(): Promise<void> {
    this.#stopped.abort()
    const current = this.#current
    await Promise.race([current?.settled(), wait(STOP_MS, undefined, { ref: false })])
    await current?.close()
    await this.#loop
    await Promise.all(this.#retiring)
  }

  async #run(tried: () => void): Promise<void> {
    const { clock, log, pace } = this.#parts
    let failures = 0
    let lostAt: number | null = null
    while (!this.#stopped.signal.aborted) {
      const began = clock.elapsed()
      let ending: Ending = 'lost'
      try {
        await this.#parts.prepare()
        this.#current = await this.#open()
        log.info('slack.connected')
        tried()
        if (lostAt !== null && clock.elapsed() - lostAt > pace.missedMs) this.#parts.onMissed()
        lostAt = null
        ending = await this.#current.ended
        if (ending === 'refresh') this.#retire(this.#current)
      } catch (error) {
        log.warn('slack.not-connected', { ...named(error), attempt: failures + 1 })
        tried()
      }
      lostAt ??= clock.elapsed()
      this.#current = ending === 'refresh' ? this.#current : null
      failures = clock.elapsed() - began > (ending === 'refresh' ? TOO_SOON_MS : GOOD_AFTER_MS) ? 0 : failures + 1
      if (failures > 0) await this.#pause(Math.min(pace.mostMs, pace.firstMs * 2 ** (failures - 1)))
    }
  }

  async #open(): Promise<Connection> {
    const { appToken, apiUrl, take, pace, log } = this.#parts
    const { helloMs, pongMs } = pace
    const onFault = (code: string) => log.warn('slack.frame', { code })
    const connection = await Connection.open({ appToken, apiUrl, take, onFault, helloMs, pongMs })
    // Stopped meanwhile: it must not be left open.
    if (this.#stopped.signal.aborted) void connection.close()
    return connection
  }

  #retire(connection: Connection): void {
    const work = (async () => {
      await this.#pause(LINGER_MS)
      await Promise.race([connection.settled(), wait(STOP_MS, undefined, { ref: false })])
      await connection.close()
    })().finally(() => this.#retiring.delete(work))
    this.#retiring.add(work)
  }

  /** Waits about so long; not all bots of a machine at the same moment. */
  async #pause(ms: number): Promise<void> {
    const jitter = this.#parts.random.below(Math.max(1, Math.floor(ms / 4)))
    try {
      await wait(ms + jitter, undefined, { signal: this.#stopped.signal })
    } catch {
      // Stopped.
    }
  }
}

/** Slack's own word for what is wrong is worth more than the class of the SDK's error. */
function named(error: unknown): { code: string } {
  if (error instanceof Error && 'data' in error) {
    const { error: code } = error.data as { error?: unknown }
    if (typeof code === 'string' && /^[a-z_]{2,60}$/.test(code)) return { code }
  }
  return { code: loggable(error).code }
}
