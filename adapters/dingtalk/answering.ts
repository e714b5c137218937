import { type Log, loggable, type Message, type Random, type Reception, type Sheet } from '#core'
import type { ApiClient } from './api-client.ts'
import { Calls, type Spend } from './calls.ts'
import type { Cards } from './cards/cards.ts'
import { hasButtons } from './cards/choice-card.ts'
import { formCard } from './cards/form-card.ts'
import { trackIdOf } from './cards/track-id.ts'
import { toMarkdown } from './render.ts'
import type { Sender } from './sender.ts'

/** Whom to answer, and the way back that came with what they said. */
export interface Asker {
  readonly userId: string
  /** Takes an answer in the conversation with this person for a while, without a call; null where there is none. */
  readonly webhook: string | null
}

interface AnsweringParts {
  readonly api: ApiClient
  readonly cards: Cards
  readonly sender: Sender
  readonly random: Random
  readonly log: Log
  readonly spend: Spend
  readonly formTemplateId: string | null
  readonly publicUrl: string | null
}

/** How the core's answer reaches the person: as a form card, as a short message, always to them alone. */
export class Answering {
  readonly #parts: AnsweringParts

  constructor(parts: AnsweringParts) {
    this.#parts = parts
  }

  async tell(asker: Asker, { sheet, notices = [] }: Reception): Promise<void> {
    if (sheet) await this.#show(asker, sheet)
    for (const notice of notices) await this.#say(asker, notice)
  }

  /** Where the form cannot be shown, its page is named. */
  async #show(asker: Asker, sheet: Sheet): Promise<void> {
    if (await this.#showCard(asker.userId, sheet)) return
    const { publicUrl } = this.#parts
    if (publicUrl === null || sheet.opener === undefined) return
    const url = `${publicUrl}/f/${sheet.opener}`
    await this.#say(asker, { text: sheet.title, actions: [{ id: 'sheet.page', label: sheet.title, value: '', url }] })
  }

  async #showCard(userId: string, sheet: Sheet): Promise<boolean> {
    const { cards, random, log, spend, formTemplateId } = this.#parts
    if (formTemplateId === null) return false
    const trackId = trackIdOf(random.id(), 'form')
    const variables = formCard(sheet, random.id())
    const to = { kind: 'user', userId } as const
    const card = { trackId, templateId: formTemplateId, to, variables, heading: sheet.title }
    try {
      const outcome = await cards.deliver(card, new Calls(spend, 0))
      if (outcome.kind === 'sent') return true
      log.warn('dingtalk.form-not-shown', { platform: 'dingtalk', code: outcome.code })
    } catch (error) {
      log.warn('dingtalk.form-not-shown', { platform: 'dingtalk', ...loggable(error) })
    }
    return false
  }

  /** By the conversation's own way back, which costs no call, unless it has buttons. */
  async #say({ userId, webhook }: Asker, message: Message): Promise<void> {
    const { api, sender, random, log } = this.#parts
    const key = random.id()
    try {
      const free = webhook !== null && !hasButtons(message) && !message.files
      if (free && (await api.answer(webhook, { msgtype: 'markdown', markdown: toMarkdown(message, key) }))) return
      const outcome = await sender.send({ key, to: { kind: 'user', userId }, message }, 0)
      if (outcome.kind !== 'sent') log.warn('dingtalk.not-told', { platform: 'dingtalk', code: outcome.code })
    } catch (error) {
      log.warn('dingtalk.not-told', { platform: 'dingtalk', ...loggable(error) })
    }
  }
}
