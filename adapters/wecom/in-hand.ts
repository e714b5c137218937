import { setTimeout as wait } from 'node:timers/promises'
import { type Log, loggable } from '#core'

/** About four minutes of trying. */
const ATTEMPTS = 9

/**
 * What came in and is not done with: one after the other in each conversation, in the order in which it came. The long
 * connection delivers nothing twice, so what could not be taken is tried again here.
 */
export class InHand {
  readonly #againMs: number
  readonly #log: Log
  readonly #last = new Map<string, Promise<void>>()
  #stopping = new AbortController()

  constructor(againMs: number, log: Log) {
    this.#againMs = againMs
    this.#log = log
  }

  add(conversation: string, work: () => Promise<void>): Promise<void> {
    const before = this.#last.get(conversation) ?? Promise.resolve()
    const mine = before.then(() => this.#insist(work))
    this.#last.set(conversation, mine)
    return mine.finally(() => {
      if (this.#last.get(conversation) === mine) this.#last.delete(conversation)
    })
  }

  /** Resolves when nothing is in hand. */
  async done(): Promise<void> {
    while (this.#last.size > 0) await Promise.all(this.#last.values())
  }

  /** Gives up what waits for another attempt. */
  stop(): void {
    this.#stopping.abort()
    this.#stopping = new AbortController()
  }

  async #insist(work: () => Promise<void>): Promise<void> {
    const { signal } = this.#stopping
    for (let attempt = 1; ; attempt++) {
      try {
        return await work()
      } catch (error) {
        const last = attempt === ATTEMPTS || signal.aborted
        this.#log[last ? 'error' : 'warn'](last ? 'wecom.not-taken' : 'wecom.again', { attempt, ...loggable(error) })
        if (last) return
        await wait(this.#againMs * 2 ** (attempt - 1), undefined, { signal }).catch(() => {})
      }
    }
  }
}
