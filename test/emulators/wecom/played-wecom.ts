import { createWecom } from '#adapters/wecom'
import type { Adapter, FormPages, Post } from '#core'
import type {
  Filled,
  PlayedDirectory,
  PlayedPerson,
  PlayedPlatform,
  ShownForm,
  ShownMessage,
  Where,
} from '../../contracts/adapter/played-platform.ts'
import { HeldBack } from '../../support/held-back.ts'
import { PageReader } from '../page-reader.ts'
import { WecomContacts } from './contacts.ts'
import type { Shown } from './tenant.ts'
import { APP, BOT, CALLBACK, WecomEmulator } from './wecom-emulator.ts'
import type { WecomPerson } from './wecom-person.ts'

const MINUTE_MS = 500
const HR_GROUP = 'wrHrGroupOfTheCompany'

/** Which of the two channels a company has set up, and where its people talk to the bot. */
export type Channels = 'bot' | 'app' | 'both'

type Wecom = Awaited<ReturnType<typeof createWecom>>

/** WeCom, as the adapter contract wants it. */
export class PlayedWecom implements PlayedDirectory {
  readonly platform = 'wecom'
  readonly emulator: WecomEmulator
  readonly contacts: WecomContacts
  readonly channels: Channels
  readonly hrChannel: string | null
  /** Messages that are a part of the one before. */
  readonly continued = new Set<string>()
  /** What stands on a page and in no chat, shown here as if it did. */
  readonly onPage = new Set<string>()
  pages: FormPages | null = null
  /** The platform's time is the bot's, which the contract moves. */
  readonly #time: { now: () => number }
  #adapter: Wecom | null = null
  readonly #back = new HeldBack()

  private constructor(channels: Channels, emulator: WecomEmulator, time: { now: () => number }) {
    this.#time = time
    this.channels = channels
    this.emulator = emulator
    this.contacts = new WecomContacts(emulator)
    this.hrChannel = channels === 'app' ? null : HR_GROUP
    emulator.tenant.groups.set(HR_GROUP, new Set())
    // A group is known to the bot since somebody there has called it.
    emulator.bot.written.add(HR_GROUP)
  }

  static async start(channels: Channels): Promise<PlayedWecom> {
    const time = { now: () => Date.now() }
    // A script types faster than a person: its minute is shorter.
    const emulator = new WecomEmulator({ now: () => time.now(), minuteMs: MINUTE_MS })
    await emulator.start()
    return new PlayedWecom(channels, emulator, time)
  }

  /** Somebody who has come since the contacts were read last. */
  get stranger(): PlayedPerson {
    this.emulator.tenant.add({ userid: 'Stranger' })
    return new PlayedMember(this, this.emulator.person('Stranger'))
  }

  get activity(): number {
    return this.emulator.tenant.activity
  }

  async adapter(parts: Parameters<PlayedPlatform['adapter']>[0]): Promise<Adapter> {
    this.#time.now = () => parts.clock.real()
    const { wsUrl, apiUrl } = this.emulator
    const settings = {
      bot: this.channels === 'app' ? null : { id: BOT.id, wsUrl },
      app: this.channels === 'bot' ? null : { corpId: APP.corpId, agentId: APP.agentId, apiUrl },
      secrets: { botSecret: BOT.secret, agentSecret: APP.secret, callback: CALLBACK },
    }
    const timings = { minuteMs: MINUTE_MS, hourMs: 60 * MINUTE_MS }
    const adapter = await createWecom(settings, {
      ...parts,
      publicUrl: 'https://hearback.example',
      timings,
      onServerDate() {},
    })
    const send = adapter.send.bind(adapter)
    adapter.send = (post) => this.#together(post, () => send(post))
    this.#adapter = adapter
    return adapter
  }

  /** Notes which messages are parts of one: people read them together. */
  async #together<T>({ to }: Pick<Post, 'to'>, work: () => Promise<T>): Promise<T> {
    const { shown } = this.emulator.tenant
    const before = shown.length
    const outcome = await work()
    const ids = to.kind === 'user' ? [`bot:${to.userId}`, `app:${to.userId}`] : [`group:${to.channelId}`]
    const parts = shown.slice(before).filter((message) => message.from === 'hearback' && ids.includes(message.in))
    for (const part of parts.slice(1)) this.continued.add(part.id)
    return outcome
  }

  onWebhook(take: ((request: Request) => Promise<Response>) | null): void {
    this.emulator.callback.take = take
  }

  onPages(pages: FormPages | null): void {
    this.pages = pages
  }

  account(person: string): string {
    const userid = `Staff.${person}`
    if (!this.emulator.tenant.find(userid)) this.emulator.tenant.add({ userid, name: person })
    // Where there is no application, everybody has been asked to say hello to the bot.
    if (this.channels === 'bot') this.emulator.bot.written.add(userid)
    return userid
  }

  person(id: string): PlayedPerson {
    return new PlayedMember(this, this.emulator.person(this.account(id)))
  }

  at(account: string): PlayedPerson {
    return new PlayedMember(this, this.emulator.person(account))
  }

  /** Messages of bots name nobody. */
  async otherBot(text: string): Promise<void> {
    const { bot } = this.emulator
    const body = { aibotid: 'other', chattype: 'group', chatid: HR_GROUP, msgtype: 'text', text: { content: text } }
    bot.push('aibot_msg_callback', body, { kind: 'other', in: `group:${HR_GROUP}` })
    await bot.roundTrip()
  }

  // Neither channel tells the bot what it has said itself.
  async echo(): Promise<void> {}

  async unknownEvent(): Promise<boolean> {
    const { emulator } = this
    const { bot, callback } = emulator
    if (this.channels === 'app') {
      return callback.send(emulator.callbackXml('Staff.E003', 'event', '<Event><![CDATA[brand_new]]></Event>'))
    }
    const body = { from: { userid: 'Staff.E003' }, msgtype: 'event', event: { eventtype: 'brand_new' } }
    bot.push('aibot_event_callback', body, { kind: 'other', in: 'bot:Staff.E003' })
    await bot.roundTrip()
    return true
  }

  async redeliver(): Promise<void> {
    const { bot, callback } = this.emulator
    for (const frame of [...bot.pushed]) bot.deliver(frame, true)
    await bot.roundTrip()
    for (const xml of [...callback.sent]) await callback.deliver(xml)
  }

  nextAsRetry(): void {}

  hold(): void {
    this.#back.hold()
  }

  async release(): Promise<void> {
    this.#back.release()
  }

  /** Does it now, or when everything that is held goes. */
  async pass<T>(work: () => Promise<T>): Promise<T> {
    await this.#back.turn()
    return work()
  }

  async idle(): Promise<void> {
    await this.emulator.bot.roundTrip()
    await this.emulator.callback.idle()
    await this.#adapter?.handled()
  }

  async stop(): Promise<void> {
    await this.emulator.stop()
  }
}

class PlayedMember implements PlayedPerson {
  readonly #platform: PlayedWecom
  readonly #person: WecomPerson
  readonly edit = null
  readonly takeBack = null
  readonly #page: PageReader

  constructor(platform: PlayedWecom, person: WecomPerson) {
    this.#platform = platform
    this.#person = person
    this.#page = new PageReader(() => platform.pages)
  }

  get #chat(): 'bot' | 'app' {
    return this.#platform.channels === 'app' ? 'app' : 'bot'
  }

  async say(text: string, where: Where = {}): Promise<void> {
    const group = this.#platform.hrChannel
    const place = where.in === 'hr' && group !== null ? ({ in: 'group', chatId: group } as const) : { in: this.#chat }
    await this.#platform.pass(() => this.#person.write(text, place))
  }

  async sendFile(name: string, type: string, bytes: Uint8Array): Promise<void> {
    const file = { name, type, bytes }
    const { channels } = this.#platform
    await this.#platform.pass(() => (channels === 'app' ? this.#person.sendPicture(file) : this.#person.send(file)))
  }

  async tap(message: ShownMessage, label: string): Promise<void> {
    const ids = message.id.split('+')
    const cards = this.#platform.emulator.tenant.shown.filter(({ id, card }) => ids.includes(id) && card)
    const has = (shown: Shown, text: (one: string) => boolean) => shown.card?.button_list?.some((one) => text(one.text))
    const card =
      cards.find((one) => has(one, (text) => text === label)) ??
      cards.find((one) => has(one, (text) => text.includes(label)))
    if (!card) throw new Error(`no button "${label}"`)
    await this.#platform.pass(() => this.#person.tap(card, label))
  }

  form(): Promise<ShownForm | null> {
    return this.#page.open(this.#mine().map(({ text }) => text))
  }

  close(): void {
    this.#page.close()
  }

  /** What is said in the end stands on the page; here it is shown as a message to the person. */
  async submit(values: Filled): Promise<Readonly<Record<string, string>> | null> {
    const page = await this.#page.submit(values)
    const { tenant } = this.#platform.emulator
    tenant.activity++
    if ('errors' in page) return page.errors
    for (const { text } of page.notices) {
      this.#platform.onPage.add(tenant.show({ in: this.#place(), from: 'hearback', text }).id)
    }
    return null
  }

  async sees(where?: 'hr'): Promise<readonly ShownMessage[]> {
    const group = this.#platform.hrChannel
    if (where === 'hr' && group !== null) return this.#merged(this.#person.sees({ in: 'group', chatId: group }))
    return this.#merged(this.#mine())
  }

  #merged(shown: readonly Shown[]): ShownMessage[] {
    return merged(shown, this.#platform.continued)
  }

  #place(): string {
    return `${this.#chat}:${this.#person.userId}`
  }

  /** Both chats, since people have both in one list. */
  #mine(): readonly Shown[] {
    const places = ['bot', 'app'].map((chat) => `${chat}:${this.#person.userId}`)
    return this.#platform.emulator.tenant.shown.filter((message) => places.includes(message.in))
  }
}

/** Messages as they are read: parts of one are one. */
function merged(shown: readonly Shown[], continued: ReadonlySet<string>): ShownMessage[] {
  const found: ShownMessage[] = []
  for (const { id, from, text, card, file } of shown) {
    const said = [text, card?.main_title?.title, card?.sub_title_text, file && `[${file.name}]`]
      .filter(Boolean)
      .join('\n')
    const buttons = card?.button_list?.map((button) => button.text) ?? []
    const before = found.at(-1)
    if (before && continued.has(id)) {
      const both = { id: `${before.id}+${id}`, text: `${before.text}\n${said}` }
      found[found.length - 1] = { ...before, ...both, buttons: [...before.buttons, ...buttons] }
    } else found.push({ id, from: from === 'hearback' ? from : `person ${from}`, text: said, buttons, under: null })
  }
  return found
}
