import type { Clock } from '#core'
import type { ApiClient } from './api-client.ts'

/** Where a conversation can be answered, for a while. */
export interface Session {
  readonly webhook: string
  /** Ms since 1970; null where DingTalk did not say. */
  readonly until: number | null
}

/** DingTalk's own hour and a half, somewhat shorter. */
const LIFE_MS = 80 * 60_000
const MOST = 5000

/** The ways back that came with what people said to the robot alone: what goes by them needs no call. Known in this process only. */
export class Sessions {
  readonly #api: ApiClient
  readonly #clock: Clock
  readonly #open = new Map<string, { readonly webhook: string; readonly until: number }>()

  constructor(api: ApiClient, clock: Clock) {
    this.#api = api
    this.#clock = clock
  }

  heard(userId: string, { webhook, until }: Session): void {
    const ends = this.#clock.real() + LIFE_MS
    this.#open.delete(userId)
    this.#open.set(userId, { webhook, until: Math.min(until ?? ends, ends) })
    const [oldest] = this.#open.keys()
    if (this.#open.size > MOST && oldest !== undefined) this.#open.delete(oldest)
  }

  /** False when there is no way back, or it was not taken there. @throws what `fetch` throws when there is no answer */
  async say(userId: string, answer: object): Promise<boolean> {
    const session = this.#open.get(userId)
    if (!session) return false
    let taken = false
    try {
      if (session.until > this.#clock.real()) {
        taken = await this.#api.answer(session.webhook, answer)
      }
      return taken
    } finally {
      // Whatever went wrong there, the next attempt goes by a call.
      if (!taken && this.#open.get(userId) === session) this.#open.delete(userId)
    }
  }
}
