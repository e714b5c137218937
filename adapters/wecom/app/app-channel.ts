import type { OutFile, SendOutcome } from '#core'
import { notNow, refusalOf } from '../outcomes.ts'
import { invisibleMark } from '../render/invisible-mark.ts'
import type { Part, TemplateCard } from '../render/parts.ts'
import type { ApiClient } from './api-client.ts'
import type { Answer } from './request-json.ts'

const TASK_REUSED = 42014
/** The check for repetitions looks back so far, seconds; the most there is, since an attempt may come late. */
const LOOK_BACK_S = 4 * 3600
/** How often something is asked again that the platform itself keeps from happening twice. */
const ATTEMPTS = 2

export type AppOutcome =
  | { readonly kind: 'sent'; readonly msgId: string; readonly responseCode: string }
  | Exclude<SendOutcome, { kind: 'sent' }>

/** What the application says to people, and to groups that it has made itself. */
export class AppChannel {
  readonly #client: ApiClient
  readonly #agentId: string

  constructor(client: ApiClient, agentId: string) {
    this.#client = client
    this.#agentId = agentId
  }

  /** Sends one part of a message to a person. `key`: the same for every attempt of this part. */
  async send(userId: string, part: Part, key: string): Promise<AppOutcome> {
    const content = await this.#content(part, key)
    if ('permanent' in content) return content
    const answer = await this.#insist('message/send', {
      touser: userId,
      agentid: Number(this.#agentId),
      ...content,
      enable_duplicate_check: 1,
      duplicate_check_interval: LOOK_BACK_S,
    })
    return outcomeOf(answer, userId)
  }

  /** Sends one part of a message to a group that the application has made. */
  async post(chatId: string, part: Part, key: string): Promise<AppOutcome> {
    const content = await this.#content(part, key)
    if ('permanent' in content) return content
    // No check for repetitions here: an answer that is lost leaves it open.
    return outcomeOf(await this.#client.post('appchat/send', { chatid: chatId, ...content }), '')
  }

  /** Puts a card in the place of another, once per code. Null when the code is worth nothing (any more). */
  async update(userId: string, card: TemplateCard, taskId: string, code: string): Promise<AppOutcome | null> {
    const asked = {
      userids: [userId],
      agentid: Number(this.#agentId),
      response_code: code,
      template_card: { ...card, task_id: taskId },
    }
    const first = await this.#client.post('message/update_template_card', asked)
    const answer = first.kind === 'unknown' ? await this.#client.post('message/update_template_card', asked) : first
    // What a used code is refused with is not documented: whatever is said against this request itself counts as that.
    const spent =
      answer.kind === 'answered' && answer.errcode !== 0 && refusalOf(answer.errcode).retryAfterMs === undefined
    // Used by the first attempt, whose answer was lost.
    if (spent) return first.kind === 'unknown' ? { kind: 'sent', msgId: '', responseCode: '' } : null
    return outcomeOf(answer, userId)
  }

  /** Within a day; what is refused without asking for a pause is refused for good. */
  async recall(msgId: string): Promise<SendOutcome> {
    const answer = await this.#client.post('message/recall', { msgid: msgId })
    const outcome = outcomeOf(answer, '')
    if (outcome.kind === 'sent') return { kind: 'sent', messageId: msgId }
    const forGood = answer.kind === 'answered' && outcome.kind === 'refused' && outcome.retryAfterMs === undefined
    return forGood ? { ...outcome, permanent: true } : outcome
  }

  /** Asks again where nobody knows whether it was heard: the platform itself keeps repetitions out. */
  async #insist(name: string, body: unknown): Promise<Answer> {
    for (let attempt = 1; ; attempt++) {
      const answer = await this.#client.post(name, body)
      if (answer.kind !== 'unknown' || attempt === ATTEMPTS) return answer
    }
  }

  async #content(part: Part, key: string) {
    switch (part.kind) {
      case 'text':
        return { msgtype: 'text', text: { content: `${part.text}${invisibleMark(key)}` } }
      case 'card':
        return { msgtype: 'template_card', template_card: { ...part.card, task_id: key } }
      case 'file':
        return this.#uploaded(part.file)
    }
  }

  async #uploaded({ name, type, bytes }: OutFile) {
    const form = new FormData()
    form.append('media', new Blob([new Uint8Array(bytes)], { type }), name)
    const answer = await this.#client.upload('media/upload', { type: 'file' }, form)
    if (answer.kind !== 'answered') return notNow(answer.code)
    const { media_id: id } = answer.body
    if (answer.errcode !== 0 || typeof id !== 'string') return refusalOf(answer.errcode)
    return { msgtype: 'file', file: { media_id: id } }
  }
}

function outcomeOf(answer: Answer, userId: string): AppOutcome {
  if (answer.kind === 'unsent') return notNow(answer.code)
  if (answer.kind === 'unknown') return { kind: 'uncertain', code: answer.code }
  // The task is the message's own: somebody has got it already.
  if (answer.errcode === TASK_REUSED) return { kind: 'sent', msgId: '', responseCode: '' }
  if (answer.errcode !== 0) return refusalOf(answer.errcode)
  const { body } = answer
  for (const field of ['invaliduser', 'unlicenseduser']) {
    const ids = text(body[field]).toLowerCase().split('|')
    if (userId !== '' && ids.includes(userId.toLowerCase())) return { kind: 'refused', code: field, permanent: true }
  }
  return { kind: 'sent', msgId: text(body.msgid), responseCode: text(body.response_code) }
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
