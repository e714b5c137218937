import { setImmediate as breathe } from 'node:timers/promises'
import type { openRedis } from './redis.ts'

const ASK_MS = 1000
/** A Redis that says nothing for so long is as good as away. */
const ANSWER_MS = 3000

/** Asks a connection for a sign of life: a Redis that hangs, or a network that swallows everything, closes nothing. */
export class RedisWatch {
  readonly #connection: ReturnType<typeof openRedis>
  readonly #onHang: () => void
  #timer: NodeJS.Timeout
  #stopped = false

  constructor(connection: ReturnType<typeof openRedis>, onHang: () => void) {
    this.#connection = connection
    this.#onHang = onHang
    this.#timer = this.#next()
  }

  stop(): void {
    this.#stopped = true
    clearTimeout(this.#timer)
  }

  /** Counts as away until a new connection answers. What was asked on the old one fails. */
  renew(): void {
    this.#onHang()
    this.#connection.disconnect(true)
  }

  #next(): NodeJS.Timeout {
    const timer = setTimeout(() => void this.#ask(), ASK_MS)
    timer.unref()
    return timer
  }

  async #ask(): Promise<void> {
    // While it connects there is nobody to ask; when it has, it must say so in time.
    const { status } = this.#connection
    if ((status === 'ready' || status === 'connect') && !(await this.#answers(status)) && !this.#stopped) this.renew()
    if (!this.#stopped) this.#timer = this.#next()
  }

  async #answers(status: 'ready' | 'connect'): Promise<boolean> {
    const { promise, resolve } = Promise.withResolvers<boolean>()
    const heard = () => resolve(true)
    // A connection that closes tells by itself.
    for (const event of ['ready', 'close']) this.#connection.once(event, heard)
    if (status === 'ready') this.#connection.ping().then(heard, heard)
    // An answer that lay there while this process was busy counts.
    const timer = setTimeout(() => void breathe().then(() => resolve(false)), ANSWER_MS)
    const answered = await promise
    clearTimeout(timer)
    for (const event of ['ready', 'close']) this.#connection.off(event, heard)
    return answered
  }
}
