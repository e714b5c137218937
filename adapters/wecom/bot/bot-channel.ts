import type { TemplateCard as SdkCard, SendMsgBody, WSClient } from '@wecom/aibot-node-sdk'
import type { OutFile, SendOutcome } from '#core'
import { notNow, refusalOf } from '../outcomes.ts'
import type { Part, TemplateCard } from '../render/parts.ts'
import type { BotConnection } from './connection.ts'

const NOT_SUBSCRIBED = 846609
const TASK_REUSED = 42014
const NEVER_WROTE = 93006
const TOO_MUCH = 45009

/** The code of a conversation in which the bot may not write, since nobody there has written to it. */
export const UNREACHABLE = 'never-wrote'

export type PartOutcome = { readonly kind: 'sent' } | Exclude<SendOutcome, { kind: 'sent' }>

/** What the bot says, on whatever connection there is. */
export class BotChannel {
  readonly #connection: BotConnection

  constructor(connection: BotConnection) {
    this.#connection = connection
  }

  /** Sends one part of a message to a person or a group. */
  async send(chatId: string, part: Part, taskId: string): Promise<PartOutcome> {
    const client = await this.#connection.client()
    if (!client) return notNow('not-connected')
    if (part.kind === 'file') {
      const uploaded = await this.#upload(client, part.file)
      if ('kind' in uploaded) return uploaded
      return this.#outcome(client, () => client.sendMediaMessage(chatId, 'file', uploaded.mediaId))
    }
    return this.#outcome(client, () => client.sendMessage(chatId, bodyOf(part, taskId)))
  }

  /** Puts a card in the place of one that was just tapped. */
  async update(frame: TappedFrame, card: TemplateCard, taskId: string): Promise<PartOutcome> {
    const client = await this.#connection.client()
    if (!client) return notNow('not-connected')
    return this.#outcome(client, () => client.updateTemplateCard(frame, withTask(card, taskId)))
  }

  /** Greets somebody who has opened the chat. */
  async welcome(frame: TappedFrame, part: Part, taskId: string): Promise<PartOutcome> {
    const client = await this.#connection.client()
    if (!client || part.kind === 'file') return notNow('not-connected')
    const body =
      part.kind === 'card'
        ? { msgtype: 'template_card' as const, template_card: withTask(part.card, taskId) }
        : { msgtype: 'text' as const, text: { content: part.text } }
    return this.#outcome(client, () => client.replyWelcome(frame, body))
  }

  async #upload(client: WSClient, { name, bytes }: OutFile): Promise<{ mediaId: string } | PartOutcome> {
    let mediaId = ''
    const outcome = await this.#outcome(client, async () => {
      const uploaded = await client.uploadMedia(Buffer.from(bytes), { type: 'file', filename: name })
      mediaId = uploaded.media_id
    })
    // An upload that nobody knows about has told nobody anything.
    if (outcome.kind === 'uncertain') return notNow(outcome.code)
    return outcome.kind === 'sent' ? { mediaId } : outcome
  }

  async #outcome(client: WSClient, work: () => Promise<unknown>): Promise<PartOutcome> {
    try {
      await work()
      return { kind: 'sent' }
    } catch (error) {
      return this.#refused(client, error)
    }
  }

  /** The SDK rejects with the platform's frame where it was refused, else with an error of its own. */
  #refused(client: WSClient, error: unknown): PartOutcome {
    const errcode = errcodeOf(error)
    if (errcode === null) {
      const unsent = error instanceof Error && /not connected|exceeds max size/.test(error.message)
      return unsent ? notNow('not-connected') : { kind: 'uncertain', code: 'no-answer' }
    }
    // The task is the message's own: somebody has got it already.
    if (errcode === TASK_REUSED) return { kind: 'sent' }
    if (errcode === NOT_SUBSCRIBED) {
      this.#connection.lost(client)
      return notNow('not-subscribed')
    }
    if (errcode === NEVER_WROTE) return notNow(UNREACHABLE)
    const refusal = refusalOf(errcode)
    return errcode === TOO_MUCH ? { ...refusal, pauses: 'recipient' } : refusal
  }
}

/** A frame that may be answered. */
export interface TappedFrame {
  readonly headers: { readonly req_id: string }
}

function bodyOf(part: Exclude<Part, { kind: 'file' }>, taskId: string): SendMsgBody {
  return part.kind === 'text'
    ? { msgtype: 'markdown', markdown: { content: part.text } }
    : { msgtype: 'template_card', template_card: withTask(part.card, taskId) }
}

function withTask(card: TemplateCard, taskId: string): SdkCard {
  return { ...card, task_id: taskId } as SdkCard
}

function errcodeOf(error: unknown): number | null {
  const code = typeof error === 'object' && error !== null && 'errcode' in error ? error.errcode : null
  return typeof code === 'number' ? code : null
}
