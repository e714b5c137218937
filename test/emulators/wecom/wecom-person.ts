import type { TemplateCard } from './card-rules.ts'
import type { SentFile, Shown } from './tenant.ts'
import type { WecomEmulator } from './wecom-emulator.ts'

/** Where a person is: in the chat with the bot, in the application, or in a group. */
type Place = { readonly in: 'bot' } | { readonly in: 'app' } | { readonly in: 'group'; readonly chatId: string }

/** Somebody with WeCom in their hands: reads, types, taps. Every method resolves when it has been delivered; false when nobody took it. */
export class WecomPerson {
  readonly userId: string
  readonly #emulator: WecomEmulator

  constructor(emulator: WecomEmulator, userId: string) {
    this.#emulator = emulator
    this.userId = userId
  }

  /** What they see, oldest first. */
  sees(place: Place): readonly Shown[] {
    const { tenant } = this.#emulator
    return tenant.in(place.in === 'group' ? `group:${place.chatId}` : `${place.in}:${this.#knownAs(place)}`)
  }

  async write(text: string, place: Place = { in: 'bot' }): Promise<boolean> {
    const { bot } = this.#emulator
    this.#show(text, place)
    if (place.in === 'app') return this.#call('text', `<Content>${cdata(text)}</Content>`)
    const chat = this.#chat(place)
    bot.written.add(place.in === 'group' ? place.chatId : this.userId)
    const content = place.in === 'group' ? `@Hearback\u2005${text}` : text
    const callback = { kind: 'message', in: chat.in } as const
    const body = { ...chat.body, msgtype: 'text', text: { content } }
    return this.#delivered(bot.push('aibot_msg_callback', body, callback))
  }

  /** Opens the chat with the bot, for the first time of the day. */
  async enter(): Promise<boolean> {
    const chat = this.#chat({ in: 'bot' })
    const body = { ...chat.body, msgtype: 'event', event: { eventtype: 'enter_chat' } }
    const { bot } = this.#emulator
    return this.#delivered(bot.push('aibot_event_callback', body, { kind: 'enter', in: chat.in }))
  }

  /** Taps the button that has this label, or begins with it. */
  async tap(message: Shown, label: string): Promise<boolean> {
    const { card } = message
    const buttons = card?.button_list ?? []
    const button = buttons.find(({ text }) => text === label) ?? buttons.find(({ text }) => text.includes(label))
    if (!card || !button?.key) throw new Error(`no button "${label}"`)
    return this.tapKey(message, card, button.key)
  }

  async tapKey(message: Shown, card: TemplateCard, key: string): Promise<boolean> {
    const { bot, app } = this.#emulator
    if (message.in.startsWith('app:')) {
      const fields = [
        `<Event>${cdata('template_card_event')}</Event>`,
        `<EventKey>${cdata(key)}</EventKey>`,
        `<TaskId>${cdata(card.task_id ?? '')}</TaskId>`,
        `<CardType>${cdata(card.card_type)}</CardType>`,
        `<ResponseCode>${cdata(app.mintCode([message]))}</ResponseCode>`,
      ]
      return this.#call('event', fields.join(''))
    }
    const place: Place = message.in.startsWith('group:')
      ? { in: 'group', chatId: message.in.slice('group:'.length) }
      : { in: 'bot' }
    const chat = this.#chat(place)
    const click = { card_type: card.card_type, event_key: key, task_id: card.task_id }
    const body = {
      ...chat.body,
      msgtype: 'event',
      event: { eventtype: 'template_card_event', template_card_event: click },
    }
    const callback = { kind: 'click', in: chat.in, ...(card.task_id && { taskId: card.task_id }) } as const
    return this.#delivered(bot.push('aibot_event_callback', body, callback))
  }

  /** Sends a file to the bot. */
  async send(file: SentFile): Promise<boolean> {
    const { bot, media, tenant, apiUrl } = this.#emulator
    const chat = this.#chat({ in: 'bot' })
    tenant.show({ in: chat.in, from: this.userId, text: '', file })
    bot.written.add(this.userId)
    const { path, aeskey } = media.offer(file)
    const body = { ...chat.body, msgtype: 'file', file: { url: `${apiUrl}${path}`, aeskey, filename: file.name } }
    return this.#delivered(bot.push('aibot_msg_callback', body, { kind: 'message', in: chat.in }))
  }

  /** Sends a picture to the application. */
  async sendPicture(file: SentFile): Promise<boolean> {
    const { media, tenant } = this.#emulator
    tenant.show({ in: `app:${this.userId}`, from: this.userId, text: '', file })
    return this.#call('image', `<PicUrl>${cdata('')}</PicUrl><MediaId>${cdata(media.keep(file))}</MediaId>`)
  }

  #show(text: string, place: Place): void {
    const { tenant } = this.#emulator
    const where = place.in === 'group' ? `group:${place.chatId}` : `${place.in}:${this.#knownAs(place)}`
    tenant.show({ in: where, from: this.userId, text })
  }

  #chat(place: Place) {
    const from = { userid: this.userId }
    return place.in === 'group'
      ? { in: `group:${place.chatId}`, body: { aibotid: 'bot', chattype: 'group', chatid: place.chatId, from } }
      : { in: `bot:${this.userId}`, body: { aibotid: 'bot', chattype: 'single', from } }
  }

  /** Messages of the application stand under the member's own spelling. */
  #knownAs(place: Place): string {
    if (place.in !== 'app') return this.userId
    return this.#emulator.tenant.find(this.userId)?.userid ?? this.userId
  }

  async #delivered(pushed: boolean): Promise<boolean> {
    if (pushed) await this.#emulator.bot.roundTrip()
    return pushed
  }

  #call(type: string, fields: string): Promise<boolean> {
    return this.#emulator.callback.send(this.#emulator.callbackXml(this.userId, type, fields))
  }
}

/** A text as WeCom wraps it. */
export function cdata(text: string): string {
  return `<![CDATA[${text.replaceAll(']]>', ']]]]><![CDATA[>')}]]>`
}
