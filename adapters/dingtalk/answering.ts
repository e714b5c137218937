import { type Log, loggable, type Message, type Random, type Reception, type Sheet } from '#core'
import { Calls, type Spend } from './calls.ts'
import type { Cards } from './cards/cards.ts'
import { formCard } from './cards/form-card.ts'
import { trackIdOf } from './cards/track-id.ts'
import type { Sender } from './sender.ts'

interface AnsweringParts {
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

  async tell(userId: string, { sheet, notices = [] }: Reception): Promise<void> {
    if (sheet) await this.#show(userId, sheet)
    for (const notice of notices) await this.#say(userId, notice)
  }

  /** Where the form cannot be shown, its page is named. */
  async #show(userId: string, sheet: Sheet): Promise<void> {
    if (await this.#showCard(userId, sheet)) return
    const { publicUrl } = this.#parts
    if (publicUrl === null || sheet.opener === undefined) return
    const url = `${publicUrl}/f/${sheet.opener}`
    await this.#say(userId, { text: sheet.title, actions: [{ id: 'sheet.page', label: sheet.title, value: '', url }] })
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

  async #say(userId: string, message: Message): Promise<void> {
    const { sender, random, log } = this.#parts
    try {
      const outcome = await sender.send({ key: random.id(), to: { kind: 'user', userId }, message }, 0)
      if (outcome.kind !== 'sent') log.warn('dingtalk.not-told', { platform: 'dingtalk', code: outcome.code })
    } catch (error) {
      log.warn('dingtalk.not-told', { platform: 'dingtalk', ...loggable(error) })
    }
  }
}
