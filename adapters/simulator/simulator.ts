import { join } from 'node:path'
import {
  type Account,
  type Adapter,
  type Clock,
  Identified,
  type Inbound,
  type Log,
  type LookUp,
  loggable,
  type Place,
  type Post,
  type Random,
  type Receive,
  type Reception,
  type SendOutcome,
  type Sheet,
  type SheetValues,
} from '#core'
import { CAPABILITIES } from './capabilities.ts'
import { Journal } from './journal.ts'
import { BOT, renderMessage, renderSheet, type SimulatedMessage } from './message-view.ts'

export const PLATFORM = 'simulator'
export const WORKSPACE = 'sample'

/** Something a person did, kept until the bot has taken it, and delivered again after a crash. */
type Told =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'action'; readonly actionId: string; readonly value: string; readonly messageId: string }
  | { readonly kind: 'unsupported'; readonly what: 'image' | 'file' | 'voice' | 'other' }

interface Delivery {
  readonly key: string
  readonly from: string
  readonly in: string
  readonly replyTo: string | null
  readonly told: Told
}

type Entry =
  | { readonly op: 'message'; readonly key: string | null; readonly message: SimulatedMessage; readonly state?: string }
  | { readonly op: 'replace'; readonly id: string; readonly message: SimulatedMessage }
  | { readonly op: 'deliver'; readonly delivery: Delivery }
  | { readonly op: 'taken'; readonly key: string }

/** What a person of the sample company can do wrong; the sentence is for them. */
class SimulatorError extends Error {
  override name = 'SimulatorError'
  readonly fields: Readonly<Record<string, string>> | null

  constructor(message: string, fields: Readonly<Record<string, string>> | null = null) {
    super(message)
    this.fields = fields
  }
}

/** What comes while nobody listens is not taken: it is delivered at the next start. */
const notListening: Receive = async () => {
  throw new SimulatorError('The bot is stopping or has not started yet. Try again in a moment.')
}

/** A chat platform inside the program: people, channels, and everything they have seen. */
export class Simulator implements Adapter {
  readonly platform = PLATFORM
  readonly workspace = WORKSPACE
  readonly capabilities = CAPABILITIES

  readonly #journal: Journal<Entry>
  readonly #clock: Clock
  readonly #random: Random
  readonly #log: Log
  readonly #messages = new Map<string, SimulatedMessage>()
  readonly #byKey = new Map<string, string>()
  readonly #states = new Map<string, string>()
  readonly #waiting = new Map<string, Delivery>()
  readonly #watchers = new Set<() => void>()
  #receive: Receive = notListening
  #n = 0

  constructor(folder: string, clock: Clock, random: Random, log: Log) {
    this.#clock = clock
    this.#random = random
    this.#log = log
    this.#journal = new Journal(join(folder, 'messages.jsonl'))
    for (const entry of this.#journal.read()) this.#apply(entry)
  }

  async start(receive: Receive): Promise<void> {
    this.#receive = receive
    for (const delivery of [...this.#waiting.values()]) {
      try {
        await this.#deliver(delivery)
      } catch (error) {
        // It stays, for the next start; nothing else waits for it.
        this.#log.error('simulator.delivery-failed', loggable(error))
      }
    }
  }

  async stop(): Promise<void> {
    this.#receive = notListening
  }

  async send(post: Post): Promise<SendOutcome> {
    const known = this.#byKey.get(post.key)
    if (known !== undefined) return { kind: 'sent', messageId: known }
    if (post.replaces !== undefined) return this.#replace(post, post.replaces)
    const place = post.to.kind === 'user' ? `dm:${post.to.userId}` : `channel:${post.to.channelId}`
    const id = this.#add(post.key, {
      from: BOT,
      in: place,
      ...renderMessage(post.message),
      ...(post.under !== undefined && { replyTo: post.under }),
    })
    return { kind: 'sent', messageId: id }
  }

  async lookUp({ key }: Pick<Post, 'key'>): Promise<LookUp> {
    const messageId = this.#byKey.get(key)
    return messageId === undefined ? { kind: 'absent' } : { kind: 'sent', messageId }
  }

  /** Messages of a place (all places when null) after `after`, oldest first. */
  messages(place: string | null, after = 0): SimulatedMessage[] {
    return [...this.#messages.values()].filter(({ n, in: at }) => n > after && (place === null || at === place))
  }

  /** The number of the newest message. */
  get newest(): number {
    return this.#n
  }

  /** Calls back whenever a message comes or changes, until the returned function is called. */
  watch(changed: () => void): () => void {
    this.#watchers.add(changed)
    return () => this.#watchers.delete(changed)
  }

  /** A person types something, in the conversation with the bot or in a channel. */
  async say(from: string, place: string, text: string, replyTo: string | null): Promise<void> {
    if (replyTo !== null && this.#messages.get(replyTo)?.in !== place) {
      throw new SimulatorError('There is no such message here to reply to.')
    }
    this.#add(null, { from, in: place, text, card: null, ...(replyTo !== null && { replyTo }) })
    await this.#tell(from, place, replyTo, { kind: 'text', text })
  }

  /** A person sends something that is not text. */
  async sendOther(from: string, place: string, what: 'image' | 'file' | 'voice'): Promise<void> {
    this.#add(null, { from, in: place, text: `[${what}]`, card: null })
    await this.#tell(from, place, null, { kind: 'unsupported', what })
  }

  /** A person taps a button that they can see. */
  async tap(
    from: string,
    places: readonly string[],
    messageId: string,
    actionId: string,
    value: string | null,
  ): Promise<void> {
    const message = this.#visible(places, messageId)
    const found = message.card?.actions.find(
      (action) => action.actionId === actionId && (value === null || action.value === value),
    )
    // A real platform delivers a tap on a card that has changed meanwhile, too.
    const tapped = found?.value ?? value
    if (tapped === null) throw new SimulatorError('That message has no such button.')
    await this.#tell(from, message.in, messageId, { kind: 'action', actionId, value: tapped, messageId })
  }

  /** A person submits a private form. What was entered is handed over and not kept here. */
  async submit(from: string, messageId: string, values: SheetValues): Promise<void> {
    const message = this.#visible([`dm:${from}`], messageId)
    const state = this.#states.get(messageId)
    if (state === undefined) throw new SimulatorError('That message has no form.')
    const reception = await this.#receive({
      kind: 'form',
      key: this.#random.id(),
      from: this.#account(from),
      place: { kind: 'direct' },
      state,
      values,
    })
    if (reception.errors) {
      if (reception.sheet) this.#showOpened(message, reception.sheet)
      throw new SimulatorError(Object.values(reception.errors).join('\n'), reception.errors)
    }
    const title = message.card?.title ?? ''
    this.#write({
      op: 'replace',
      id: messageId,
      message: { ...message, text: title, card: { title, text: '✓', actions: [], form: null } },
    })
    this.#answer(from, reception)
  }

  /** Questions that answers have opened appear in the form, which stays open; what was entered is not kept here. */
  #showOpened(message: SimulatedMessage, sheet: Sheet): void {
    const steps = sheet.steps.map((step) => ({ ...step, fields: step.fields.map(({ value: _, ...field }) => field) }))
    const { card } = renderSheet({ ...sheet, steps })
    const names = (one: SimulatedMessage['card']) => one?.form?.fields.map((field) => field.name).join()
    if (card && names(card) !== names(message.card))
      this.#write({ op: 'replace', id: message.id, message: { ...message, card } })
  }

  async #tell(from: string, place: string, replyTo: string | null, told: Told): Promise<void> {
    const delivery: Delivery = { key: this.#random.id(), from, in: place, replyTo, told }
    this.#write({ op: 'deliver', delivery })
    await this.#deliver(delivery)
  }

  async #deliver(delivery: Delivery): Promise<void> {
    const reception = await this.#receive(this.#inbound(delivery))
    this.#write({ op: 'taken', key: delivery.key })
    this.#answer(delivery.from, reception)
  }

  #inbound({ key, from, in: place, replyTo, told }: Delivery): Inbound {
    const where: Place = place.startsWith('channel:')
      ? { kind: 'channel', channelId: place.slice('channel:'.length), thread: this.#threadOf(replyTo) }
      : { kind: 'direct' }
    return { ...told, key, from: this.#account(from), place: where }
  }

  /** A reply under a reply belongs to the message at the top. */
  #threadOf(messageId: string | null): string | null {
    const message = messageId === null ? undefined : this.#messages.get(messageId)
    return message?.replyTo ?? messageId
  }

  #answer(person: string, { sheet, notices = [] }: Reception): void {
    const place = `dm:${person}`
    if (sheet) this.#add(null, { from: BOT, in: place, ...renderSheet(sheet), ephemeral: true }, sheet.state)
    for (const notice of notices) this.#add(null, { from: BOT, in: place, ...renderMessage(notice), ephemeral: true })
  }

  #account(userId: string): Identified<Account> {
    return new Identified({ platform: PLATFORM, workspace: WORKSPACE, userId })
  }

  #visible(places: readonly string[], id: string): SimulatedMessage {
    const message = this.#messages.get(id)
    if (!message || !places.includes(message.in)) {
      throw new SimulatorError('That message is not in one of your conversations.')
    }
    return message
  }

  #replace(post: Post, id: string): SendOutcome {
    const before = this.#messages.get(id)
    if (!before) return { kind: 'refused', code: 'message-not-found', permanent: true }
    this.#write({ op: 'replace', id, message: { ...before, ...renderMessage(post.message) } })
    return { kind: 'sent', messageId: id }
  }

  #add(key: string | null, message: Omit<SimulatedMessage, 'n' | 'id' | 'at'>, state?: string): string {
    const n = this.#n + 1
    const at = new Date(this.#clock.now()).toISOString()
    this.#write({ op: 'message', key, message: { n, id: `m${n}`, at, ...message }, ...(state && { state }) })
    return `m${n}`
  }

  #write(entry: Entry): void {
    this.#journal.append(entry)
    this.#apply(entry)
    for (const changed of this.#watchers) changed()
  }

  #apply(entry: Entry): void {
    switch (entry.op) {
      case 'message':
        this.#n = entry.message.n
        this.#messages.set(entry.message.id, entry.message)
        if (entry.key !== null) this.#byKey.set(entry.key, entry.message.id)
        if (entry.state !== undefined) this.#states.set(entry.message.id, entry.state)
        break
      case 'replace':
        this.#messages.set(entry.id, entry.message)
        if (!entry.message.card?.form) this.#states.delete(entry.id)
        break
      case 'deliver':
        this.#waiting.set(entry.delivery.key, entry.delivery)
        break
      case 'taken':
        this.#waiting.delete(entry.key)
        break
    }
  }
}
