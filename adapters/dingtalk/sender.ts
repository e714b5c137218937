import type { Post, SendOutcome, Target } from '#core'
import type { ApiClient } from './api-client.ts'
import { ApiError, refusal } from './api-error.ts'
import { toMarkdown } from './render.ts'

/** Sends messages through DingTalk's robot. What has no answer is thrown, for the core to judge. */
export class Sender {
  readonly #api: ApiClient
  readonly #robotCode: string

  constructor(api: ApiClient, robotCode: string) {
    this.#api = api
    this.#robotCode = robotCode
  }

  async send(post: Post): Promise<SendOutcome> {
    if (post.to.kind === 'user') {
      const [outcome] = await this.sendMany([post])
      return outcome ?? { kind: 'uncertain', code: 'no-answer' }
    }
    const { channelId } = post.to
    return this.#try('/v1.0/robot/groupMessages/send', { ...this.#body(post), openConversationId: channelId })
  }

  /** Equal messages to several people with one call; DingTalk names those it did not send to. */
  async sendMany(posts: readonly Post[]): Promise<SendOutcome[]> {
    const [first] = posts
    if (!first) return []
    const userIds = posts.map(({ to }) => userOf(to))
    const body = { ...this.#body(first), userIds }
    const partial: Record<string, unknown> = {}
    const outcome = await this.#try('/v1.0/robot/oToMessages/batchSend', body, partial)
    const named = (list: string) => new Set(Array.isArray(partial[list]) ? (partial[list] as unknown[]) : [])
    const invalid = named('invalidStaffIdList')
    const filtered = named('filteredStaffIdList')
    const slowed = named('flowControlledStaffIdList')
    return userIds.map((userId): SendOutcome => {
      if (invalid.has(userId)) return { kind: 'refused', code: 'invalid-staff-id', permanent: true }
      if (filtered.has(userId)) return { kind: 'refused', code: 'filtered', permanent: true }
      if (slowed.has(userId)) {
        return { kind: 'refused', code: 'flow-controlled', permanent: false, retryAfterMs: 60_000, pauses: 'recipient' }
      }
      return outcome
    })
  }

  /** Null once DingTalk no longer takes it back: after a day. */
  async recall(messageId: string, to: Target): Promise<SendOutcome> {
    const robotCode = this.#robotCode
    const keys = { robotCode, processQueryKeys: [messageId] }
    const [path, body] =
      to.kind === 'user'
        ? ['/v1.0/robot/otoMessages/batchRecall', keys]
        : ['/v1.0/robot/groupMessages/recall', { ...keys, openConversationId: to.channelId }]
    const outcome = await this.#try(String(path), body, {}, messageId)
    return outcome
  }

  async readBy(messageId: string): Promise<readonly string[]> {
    const query = new URLSearchParams({ robotCode: this.#robotCode, processQueryKey: messageId })
    const { messageReadInfoList: list } = await this.#api.call('GET', `/v1.0/robot/oToMessages/readStatus?${query}`)
    const readers = Array.isArray(list) ? (list as { userId?: unknown; readStatus?: unknown }[]) : []
    return readers.flatMap(({ userId, readStatus }) => (readStatus === 'READ' && userId ? [String(userId)] : []))
  }

  #body({ key, message }: Post) {
    return { robotCode: this.#robotCode, msgKey: 'sampleMarkdown', msgParam: JSON.stringify(toMarkdown(message, key)) }
  }

  async #try(
    path: string,
    body: unknown,
    answer: Record<string, unknown> = {},
    messageId?: string,
  ): Promise<SendOutcome> {
    try {
      Object.assign(answer, await this.#api.call('POST', path, body))
      const id = messageId ?? answer.processQueryKey
      return typeof id === 'string' ? { kind: 'sent', messageId: id } : { kind: 'uncertain', code: 'no-message-id' }
    } catch (error) {
      if (error instanceof ApiError) return refusal(error)
      throw error
    }
  }
}

function userOf(to: Target): string {
  if (to.kind !== 'user') throw new TypeError('a batch is for people')
  return to.userId
}
