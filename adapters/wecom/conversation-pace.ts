import type { Clock } from '#core'
import { PER_HOUR, PER_MINUTE } from './capabilities.ts'
import type { Timings } from './settings.ts'

const MOST_CONVERSATIONS = 10_000

/**
 * Counts what went to each conversation, parts and answers included: what WeCom gets above its limits it drops without
 * a word, so nothing more may be sent.
 */
export class ConversationPace {
  readonly #clock: Clock
  readonly #timings: Timings
  readonly #sent = new Map<string, number[]>()

  constructor(clock: Clock, timings: Timings) {
    this.#clock = clock
    this.#timings = timings
  }

  /** Takes a place; else says after how many ms there may be one. */
  take(conversation: string): number {
    const now = this.#clock.elapsed()
    const { minuteMs, hourMs } = this.#timings
    const times = (this.#sent.get(conversation) ?? []).filter((time) => time > now - hourMs)
    const waits = [wait(times, PER_MINUTE, minuteMs, now), wait(times, PER_HOUR, hourMs, now)]
    const longest = Math.max(...waits)
    if (longest === 0) times.push(now)
    this.#sent.delete(conversation)
    this.#sent.set(conversation, times)
    if (this.#sent.size > MOST_CONVERSATIONS) this.#forget(now)
    return longest
  }

  #forget(now: number): void {
    for (const [conversation, times] of this.#sent) {
      if ((times.at(-1) ?? 0) <= now - this.#timings.hourMs) this.#sent.delete(conversation)
    }
  }
}

function wait(times: readonly number[], count: number, perMs: number, now: number): number {
  const first = times[times.length - count]
  return first === undefined ? 0 : Math.max(0, first + perMs - now + 1)
}
