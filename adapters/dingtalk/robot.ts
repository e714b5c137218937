import type { SendOutcome, Target } from '#core'
import type { ApiClient } from './api-client.ts'
import { ApiError, refusal } from './api-error.ts'
import type { Calls } from './calls.ts'
import type { Fields } from './read.ts'

/** A message as the robot's interfaces take it. */
export interface RobotMessage {
  readonly msgKey: string
  readonly msgParam: Fields
}

const FLOW_CONTROL_MS = 60_000

/** What the robot says by itself, to people and to groups, and what becomes of it. */
export class Robot {
  readonly #api: ApiClient
  readonly #robotCode: string

  constructor(api: ApiClient, robotCode: string) {
    this.#api = api
    this.#robotCode = robotCode
  }

  /** One call for up to 20 people; DingTalk names those it did not send to. */
  async toPeople(
    userIds: readonly string[],
    message: RobotMessage,
    calls: Calls,
  ): Promise<ReadonlyMap<string, SendOutcome>> {
    const partial: Record<string, unknown> = {}
    const body = { ...this.#body(message), userIds }
    const outcome = await this.#try('/v1.0/robot/oToMessages/batchSend', body, calls, partial)
    const named = (list: string) => new Set(Array.isArray(partial[list]) ? (partial[list] as unknown[]) : [])
    const invalid = named('invalidStaffIdList')
    const filtered = named('filteredStaffIdList')
    const slowed = named('flowControlledStaffIdList')
    const ofOne = (userId: string): SendOutcome => {
      if (invalid.has(userId)) return { kind: 'refused', code: 'invalid-staff-id', permanent: true }
      if (filtered.has(userId)) return { kind: 'refused', code: 'filtered', permanent: true }
      if (slowed.has(userId)) {
        const pause = { retryAfterMs: FLOW_CONTROL_MS, pauses: 'recipient' } as const
        return { kind: 'refused', code: 'flow-controlled', permanent: false, ...pause }
      }
      return outcome
    }
    return new Map(userIds.map((userId) => [userId, ofOne(userId)]))
  }

  toGroup(openConversationId: string, message: RobotMessage, calls: Calls): Promise<SendOutcome> {
    return this.#try('/v1.0/robot/groupMessages/send', { ...this.#body(message), openConversationId }, calls)
  }

  /** DingTalk takes a message back within a day. */
  async recall(messageId: string, to: Target, calls: Calls): Promise<SendOutcome> {
    const keys = { robotCode: this.#robotCode, processQueryKeys: [messageId] }
    const [path, body] =
      to.kind === 'user'
        ? ['/v1.0/robot/otoMessages/batchRecall', keys]
        : ['/v1.0/robot/groupMessages/recall', { ...keys, openConversationId: to.channelId }]
    const answer: Record<string, unknown> = {}
    const outcome = await this.#try(String(path), body, calls, answer, messageId)
    const failed = answer.failedResult
    const none = typeof failed === 'object' && failed !== null && Object.keys(failed).includes(messageId)
    return none ? { kind: 'refused', code: 'not-recalled', permanent: true } : outcome
  }

  /** Staff ids of those who have read a message to people. */
  async readBy(messageId: string, calls: Calls): Promise<readonly string[]> {
    const query = new URLSearchParams({ robotCode: this.#robotCode, processQueryKey: messageId })
    await calls.next()
    const { messageReadInfoList: list } = await this.#api.call('GET', `/v1.0/robot/oToMessages/readStatus?${query}`)
    const readers = Array.isArray(list) ? (list as { userId?: unknown; readStatus?: unknown }[]) : []
    return readers.flatMap(({ userId, readStatus }) => (readStatus === 'READ' && userId ? [String(userId)] : []))
  }

  #body({ msgKey, msgParam }: RobotMessage) {
    return { robotCode: this.#robotCode, msgKey, msgParam: JSON.stringify(msgParam) }
  }

  async #try(
    path: string,
    body: unknown,
    calls: Calls,
    answer: Record<string, unknown> = {},
    messageId?: string,
  ): Promise<SendOutcome> {
    await calls.next()
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
