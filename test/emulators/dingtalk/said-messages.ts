import type { Post, SendOutcome } from '#core'
import type { Organisation, Shown } from './organisation.ts'

/**
 * Which messages people read as one: the parts of a long one, and what is said anew in the place of an earlier one that
 * cannot be changed.
 */
export class SaidMessages {
  readonly #organisation: Organisation
  /** By the first message of each: its parts as it was said last. */
  readonly #parts = new Map<string, readonly Shown[]>()
  readonly #partOfAnother = new Set<string>()
  /** The first message of what the bot knows by an id. */
  readonly #firsts = new Map<string, string>()

  constructor(organisation: Organisation) {
    this.#organisation = organisation
  }

  /** Sends it and notes which messages it became. */
  async note(post: Post, send: () => Promise<SendOutcome>): Promise<SendOutcome> {
    const { shown } = this.#organisation
    const before = shown.length
    const outcome = await send()
    const place = post.to.kind === 'user' ? post.to.userId : post.to.channelId
    const mine = shown.slice(before).filter((message) => message.from === 'hearback' && message.in === place)
    const first = (post.replaces !== undefined && this.#firsts.get(post.replaces)) || mine[0]?.id
    if (first === undefined) return outcome
    if (outcome.kind === 'sent') this.#firsts.set(outcome.messageId, first)
    if (mine.length === 0) return outcome
    for (const { id } of mine) this.#partOfAnother.add(id)
    this.#partOfAnother.delete(first)
    this.#parts.set(first, mine)
    return outcome
  }

  /** What is read at a message: all its parts; null where it is read at another. */
  at(message: Shown): readonly Shown[] | null {
    if (this.#partOfAnother.has(message.id)) return null
    return this.#parts.get(message.id) ?? [message]
  }
}
