import type { Target } from '#core'
import type { Call, Result } from './client.ts'
import { textAt } from './read.ts'

type Found = { readonly kind: 'ok'; readonly channel: string } | Exclude<Result, { kind: 'ok' }>

/** More than work in most companies; the oldest goes when there are more. */
const MOST_KNOWN = 20_000

/** The channel in which somebody is written to: their direct messages with the bot, opened when they are needed. */
export class Conversations {
  readonly #call: Call
  readonly #known = new Map<string, string>()

  constructor(call: Call) {
    this.#call = call
  }

  async channelOf(to: Target): Promise<Found> {
    return to.kind === 'channel' ? { kind: 'ok', channel: to.channelId } : this.direct(to.userId)
  }

  async direct(user: string): Promise<Found> {
    const known = this.#known.get(user)
    if (known !== undefined) return { kind: 'ok', channel: known }
    const result = await this.#call('conversations.open', { users: user })
    if (result.kind !== 'ok') return opened(result)
    const channel = textAt(result.data, 'channel', 'id')
    if (channel === null) return { kind: 'refused', code: 'no-channel' }
    if (this.#known.size >= MOST_KNOWN) this.#known.delete(this.#known.keys().next().value ?? '')
    this.#known.set(user, channel)
    return { kind: 'ok', channel }
  }
}

/** Opened or not: nothing was said in it. */
function opened(result: Exclude<Result, { kind: 'ok' }>): Found {
  return result.kind === 'unknown' ? { kind: 'refused', code: result.code } : result
}
