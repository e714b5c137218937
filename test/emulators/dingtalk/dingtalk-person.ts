import { typedBy } from './action-cards.ts'
import { type CardField, type CardInstance, type SeenCard, seenBy } from './card.ts'
import type { Outcome } from './delivery-hub.ts'
import type { DingtalkEmulator } from './dingtalk-emulator.ts'
import type { SentFile, Shown } from './organisation.ts'

type Fields = Readonly<Record<string, unknown>>
type Filled = Readonly<Record<string, string | readonly string[]>>

const ROBOT = '/v1.0/im/bot/messages/get'
const CARD = '/v1.0/card/instances/callback'

/** Somebody with DingTalk in their hands. Outsiders have no user id. */
export class DingtalkPerson {
  readonly #dingtalk: DingtalkEmulator
  readonly userId: string | null

  constructor(dingtalk: DingtalkEmulator, userId: string | null) {
    this.#dingtalk = dingtalk
    this.userId = userId
  }

  get place(): string {
    return this.userId ?? 'stranger'
  }

  /** Alone with the robot, or with `@` in a group. Resolves when it was taken, or will not be. */
  say(text: string, group: string | null = null): Promise<boolean> {
    this.#show(group, { text })
    return this.#tell(this.#dingtalk.said(this.userId, text, group))
  }

  sendFile(file: SentFile): Promise<boolean> {
    const content = { downloadCode: this.#dingtalk.files.code(file), fileName: file.name, spaceId: 'x', fileId: 'x' }
    return this.#send('file', content, file)
  }

  sendPicture(file: SentFile): Promise<boolean> {
    const code = this.#dingtalk.files.code(file)
    return this.#send('picture', { downloadCode: code, pictureDownloadCode: code }, file)
  }

  sendVoice(recognition: string, file: SentFile): Promise<boolean> {
    return this.#send('audio', { downloadCode: this.#dingtalk.files.code(file), duration: 2000, recognition }, file)
  }

  /** What they see in a place, oldest first; it counts as read. */
  sees(group: string | null = null): readonly Shown[] {
    const shown = this.#dingtalk.organisation.in(group ?? this.place)
    if (group === null) for (const message of shown) message.read = true
    return shown
  }

  card(card: CardInstance): SeenCard {
    return seenBy(card, this.place)
  }

  /** What a card holds for them, as it was filled in, for snapshots; what is empty is left out. */
  json({ template, ...card }: CardInstance): Fields {
    const held = Object.entries({ ...card.public, ...card.private[this.place] }).filter(([, value]) => value !== '')
    const readable = held.map(([name, value]) => [name, /^[{[]/.test(value) ? JSON.parse(value) : value])
    return { template: template.id, ...Object.fromEntries(readable) }
  }

  /** Presses a button of an ActionCard, which types for them; whether it was taken. */
  press({ buttons }: Shown, label: string, group: string | null = null): Promise<boolean> {
    const button = buttons.find(({ title }) => title.includes(label))
    const typed = button && typedBy(button)
    if (!typed) throw new Error(`no button "${label}" that types, in: ${buttons.map(({ title }) => title).join(' | ')}`)
    return this.say(typed, group)
  }

  /** Presses a button of a card; whether it was taken. */
  async tap(card: CardInstance, label: string): Promise<boolean> {
    const { buttons } = this.card(card)
    const button = buttons.find((one) => one.label === label) ?? buttons.find((one) => one.label.includes(label))
    if (!button) throw new Error(`no button "${label}" in: ${buttons.map((one) => one.label).join(' | ')}`)
    return this.#act(card, [button.actionId], button.params)
  }

  /** Fills in the form of a card and sends it. What the app itself finds missing, by field; null when it was sent. */
  async submit(card: CardInstance, values: Filled): Promise<Record<string, string> | null> {
    const { form } = this.card(card)
    if (!form) throw new Error('the card has no form')
    const open = form.fields.filter(({ hidden, readOnly }) => !hidden && !readOnly)
    const unknown = Object.keys(values).filter((name) => !open.some((field) => field.name === name))
    if (unknown.length > 0) throw new Error(`no field ${unknown.join(', ')}`)
    const sent: Record<string, unknown> = {}
    const missing: Record<string, string> = {}
    for (const field of form.fields) {
      const given = values[field.name] ?? field.defaultValue
      const value = given === undefined || given === '' ? undefined : entered(field, given as string | string[])
      if (value !== undefined) sent[field.name] = value
      else if (field.required) missing[field.name] = field.requiredMsg ?? '必填'
    }
    if (Object.keys(missing).length > 0) return missing
    if (!(await this.#act(card, [form.action], { form: sent }))) throw new Error('the form was not taken')
    return null
  }

  async #act(card: CardInstance, actionIds: readonly string[], params: object): Promise<boolean> {
    if (!card.stream) throw new Error('nobody is told of what is done on this card')
    const shown = this.#dingtalk.organisation.shown.find((message) => message.card === card)
    const group = shown !== undefined && shown.in !== this.place
    const content = JSON.stringify({ cardPrivateData: { actionIds, params } })
    const data = {
      outTrackId: card.outTrackId,
      userId: this.userId,
      userIdType: 1,
      corpId: this.#dingtalk.corpId,
      type: 'actionCallback',
      spaceType: group ? 'IM_GROUP' : 'IM_ROBOT',
      spaceId: shown?.in,
      extension: '{}',
      content,
      value: content,
    }
    return this.#answered(card, await this.#dingtalk.hub.deliver('CALLBACK', CARD, JSON.stringify(data)))
  }

  /** What is answered to a callback may repaint the card. */
  #answered(card: CardInstance, outcome: Outcome): boolean {
    if (!outcome.acked) return false
    const answer = ((outcome.data.response as Fields | undefined) ?? outcome.data) as Fields
    const { cardUpdateOptions, cardData, userPrivateData, privateData } = answer
    const own = userPrivateData ? { [this.place]: userPrivateData } : {}
    const theirs = { ...(privateData as Fields | undefined), ...own }
    const change = {
      ...(cardUpdateOptions !== undefined && { cardUpdateOptions }),
      ...(cardData !== undefined && { cardData }),
      ...(Object.keys(theirs).length > 0 && { privateData: theirs }),
    }
    if (cardData !== undefined || Object.keys(theirs).length > 0) this.#dingtalk.cards.change(card, change)
    return true
  }

  #send(msgtype: string, content: Fields, file: SentFile): Promise<boolean> {
    this.#show(null, { file })
    return this.#tell(this.#dingtalk.message(this.userId, { msgtype, content }))
  }

  #show(group: string | null, what: Partial<Pick<Shown, 'text' | 'file'>>): void {
    this.#dingtalk.organisation.show({ in: group ?? this.place, from: this.place, ...what })
  }

  async #tell(data: Fields): Promise<boolean> {
    const { callback, hub } = this.#dingtalk
    if (callback.take) return callback.deliver(JSON.stringify(data))
    return (await hub.deliver('CALLBACK', ROBOT, JSON.stringify(data))).acked
  }
}

/** What the app sends of a field. What is chosen from a drop-down comes with its place in the list. */
function entered({ type, options = [], name }: CardField, given: string | readonly string[]): unknown {
  const values = [given].flat()
  const places = values.map((value) => options.findIndex((option) => option.value === value))
  if (options.length > 0 && places.includes(-1)) throw new Error(`no option ${values.join(', ')} in ${name}`)
  const text = String(given)
  switch (type) {
    case 'SELECT':
      return { index: places[0], value: text }
    case 'MULTI_SELECT':
      return { index: places, value: values }
    case 'MULTI_CHECKBOX_GROUP':
      return values
    case 'CHECKBOX':
      return text === 'true'
    case 'NUMBER':
      return Number(text)
    case 'DATE':
      if (!/^\d{4}-\d\d-\d\d$/.test(text)) throw new Error(`${name} takes a date`)
      return text
    case 'TEXT':
    case 'TEXT_AREA':
    case 'CHECKBOX_GROUP':
      return text
    default:
      throw new Error(`a form has no field of type ${type}`)
  }
}
