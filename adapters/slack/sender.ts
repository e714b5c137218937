import type { OutFile, Post, SendOutcome, Target } from '#core'
import type { Call } from './client.ts'
import type { Conversations } from './conversations.ts'
import { failure } from './failure.ts'
import type { Files } from './files.ts'
import { metadata } from './look-up.ts'
import { messageId, type Spot, spotOf } from './message-id.ts'
import { patiently } from './patiently.ts'
import { textAt } from './read.ts'
import { type Rendered, renderMessage } from './render-message.ts'

interface SenderParts {
  readonly call: Call
  readonly conversations: Conversations
  readonly files: Files
}

/** Everything that makes one message, with where it goes. */
interface Placed {
  readonly channel: string
  readonly to: Target['kind']
  readonly thread: string | null
  readonly parts: readonly Rendered[]
  readonly files: readonly OutFile[]
}

/** How often the showing of uploaded files is tried before the message is taken back. */
const SHARE_TRIES = 3
const NO_PREVIEWS = { unfurl_links: false, unfurl_media: false }

/** Sends messages, and puts others in their place. */
export class Sender {
  readonly #parts: SenderParts

  constructor(parts: SenderParts) {
    this.#parts = parts
  }

  async send(post: Post): Promise<SendOutcome> {
    const parts = renderMessage(post.message)
    if (post.replaces !== undefined) return this.#replace(post, post.replaces, parts)
    const found = await this.#parts.conversations.channelOf(post.to)
    if (found.kind !== 'ok') return failure(found, post.to.kind)
    const under = post.under === undefined ? null : spotOf(post.under)
    const thread = under?.channel === found.channel ? under.ts : null
    return this.#post(post.key, {
      channel: found.channel,
      to: post.to.kind,
      thread,
      parts,
      files: post.message.files ?? [],
    })
  }

  async recall(id: string): Promise<SendOutcome> {
    const spot = spotOf(id)
    if (!spot) return { kind: 'refused', code: 'no-such-message', permanent: true }
    const result = await this.#parts.call('chat.delete', { ...spot })
    const isGone = result.kind === 'ok' || result.code === 'message_not_found'
    return isGone ? { kind: 'sent', messageId: id } : failure(result, 'user')
  }

  /** Files go up before anything is said; when they cannot be shown afterwards, what was said is taken back. */
  async #post(key: string, { channel, to, thread, parts, files }: Placed): Promise<SendOutcome> {
    const uploaded = await this.#parts.files.upload(files)
    // Nobody has seen anything of it yet.
    if (uploaded.kind !== 'ok') return failure({ ...uploaded, kind: 'refused' }, to)
    const posted: Spot[] = []
    for (const [index, part] of parts.entries()) {
      const last = index === parts.length - 1
      const one = {
        channel,
        ...part,
        ...NO_PREVIEWS,
        ...(thread !== null && { thread_ts: thread }),
        ...(last && { metadata: metadata(key, posted[0]?.ts ?? null) }),
      }
      const post = () => this.#parts.call('chat.postMessage', one)
      // What is begun is brought to an end: parts of one message are more than one a second.
      const result = index === 0 ? await post() : await patiently(post)
      if (result.kind !== 'ok') return this.#takenBack(posted, failure(result, to))
      const ts = textAt(result.data, 'ts')
      if (ts === null) return { kind: 'uncertain', code: 'no-timestamp' }
      posted.push({ channel: textAt(result.data, 'channel') ?? channel, ts })
    }
    const [first] = posted
    if (!first) return { kind: 'refused', code: 'nothing-to-say', permanent: true }
    if (uploaded.ids.length === 0 || (await this.#share(uploaded.ids, first, thread))) {
      return { kind: 'sent', messageId: messageId(first) }
    }
    return this.#takenBack(posted, { kind: 'refused', code: 'files-not-shown', permanent: false })
  }

  async #share(ids: readonly string[], { channel, ts }: Spot, thread: string | null): Promise<boolean> {
    for (let tried = 0; tried < SHARE_TRIES; tried++) {
      if ((await this.#parts.files.share(ids, channel, thread ?? ts)).kind === 'ok') return true
    }
    return false
  }

  /**
   * Half a message is taken back, so that the next attempt does not leave it twice; where that fails, nobody knows.
   * Where the rest may have arrived, everything stays: twice is better than half.
   */
  async #takenBack(posted: readonly Spot[], outcome: SendOutcome): Promise<SendOutcome> {
    if (outcome.kind === 'uncertain') return outcome
    for (const spot of posted) {
      if ((await this.#parts.call('chat.delete', { ...spot })).kind !== 'ok')
        return { kind: 'uncertain', code: 'half-sent' }
    }
    return outcome
  }

  /** A change is the same however often it is made. */
  async #replace(post: Post, id: string, [first, ...more]: Rendered[]): Promise<SendOutcome> {
    const spot = spotOf(id)
    if (!spot || !first) return { kind: 'refused', code: 'no-such-message', permanent: true }
    const result = await this.#parts.call('chat.update', { ...spot, ...first, ...NO_PREVIEWS })
    if (result.kind !== 'ok') return failure(result, post.to.kind)
    if (more.length === 0) return { kind: 'sent', messageId: id }
    // What has become too long for one message goes on under it.
    const rest = await this.#post(post.key, {
      channel: spot.channel,
      to: post.to.kind,
      thread: spot.ts,
      parts: more,
      files: [],
    })
    return rest.kind === 'sent' ? { kind: 'sent', messageId: id } : rest
  }
}
