import { setTimeout as wait } from 'node:timers/promises'
import { type Clock, type Log, loggable, type Random } from '#core'
import type { Timings } from './settings.ts'
import type { StreamClient } from './stream-client.ts'

interface StreamConnectionParts {
  readonly clock: Clock
  readonly log: Log
  readonly random: Random
  readonly timings: Timings
  readonly create: () => StreamClient
  /** Nobody has listened for so long that something may have been missed. */
  readonly onMissed: () => void
}

/** Keeps a connection to DingTalk open for as long as it runs. */
export class StreamConnection {
  readonly #parts: StreamConnectionParts
  readonly #clients = new Set<StreamClient>()
  readonly #stopping = new AbortController()
  #running: Promise<void> | null = null

  constructor(parts: StreamConnectionParts) {
    this.#parts = parts
  }

  /** Resolves when the first attempt has ended, well or not. */
  start(): Promise<void> {
    const first = Promise.withResolvers<void>()
    this.#running = this.#run(first.resolve)
    return first.promise
  }

  async stop(): Promise<void> {
    this.#stopping.abort()
    for (const client of this.#clients) client.disconnect()
    await this.#running
  }

  async #run(tried: () => void): Promise<void> {
    const { clock, log, timings } = this.#parts
    const { signal } = this.#stopping
    let lostAt: number | null = null
    for (let failures = 0; !signal.aborted; ) {
      const client = this.#parts.create()
      this.#clients.add(client)
      const began = clock.elapsed()
      try {
        await client.connect()
        log.info('dingtalk.connected', { platform: 'dingtalk' })
        tried()
        if (lostAt !== null && clock.elapsed() - lostAt > timings.missedMs) this.#parts.onMissed()
        lostAt = null
        if (signal.aborted) client.disconnect()
        await client.over
      } catch (error) {
        log.warn('dingtalk.not-connected', { platform: 'dingtalk', attempt: failures + 1, ...loggable(error) })
        client.disconnect()
        tried()
      }
      lostAt ??= clock.elapsed()
      void this.#letGo(client)
      failures = clock.elapsed() - began >= timings.steadyMs ? 0 : failures + 1
      // After a good connection the next one is opened at once.
      if (failures > 0) await wait(this.#pause(failures), undefined, { signal }).catch(() => {})
    }
    tried()
  }

  /** A connection that DingTalk gives up ends by itself within seconds; what is in hand is acknowledged until then. */
  async #letGo(client: StreamClient): Promise<void> {
    await wait(this.#parts.timings.steadyMs, undefined, { signal: this.#stopping.signal, ref: false }).catch(() => {})
    client.disconnect()
    this.#clients.delete(client)
  }

  /** Between half and all of what doubling comes to, so that many do not come back at once. */
  #pause(failures: number): number {
    const { firstRetryMs, longestRetryMs } = this.#parts.timings
    const full = Math.min(longestRetryMs, firstRetryMs * 2 ** Math.min(failures - 1, 16))
    return full / 2 + (full / 2) * (this.#parts.random.below(1000) / 1000)
  }
}
