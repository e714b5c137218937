import { WechatyAdapter } from '#adapters/wechaty'
import type { Adapter, FormPages, Post } from '#core'
import type {
  Filled,
  PlayedPerson,
  PlayedPlatform,
  ShownForm,
  ShownMessage,
  Where,
} from '../../contracts/adapter/played-platform.ts'
import { HeldBack } from '../../support/held-back.ts'
import { PageReader } from '../page-reader.ts'
import { Gateway, HR_ROOM, TOKEN } from './gateway.ts'

/** `MessageType.Attachment` of wechaty. */
const ATTACHMENT = 1

/** A person waits two seconds for the next message; a script need not. */
const LIMITS = { send: { count: 1000, perMs: 1000 } }

/** WeChat behind a real puppet service, as the adapter contract wants it. */
export class PlayedWechat implements PlayedPlatform {
  readonly platform = 'wechat'
  readonly hrChannel = HR_ROOM
  readonly gateway: Gateway
  /** What a page said in the end; people read it there. */
  readonly pageNotices: { readonly to: string; readonly after: number; readonly text: string }[] = []
  /** By the message of WeChat under which a message of the bot is seen: all its parts, as it was said last. */
  readonly posts = new Map<string, readonly string[] | 'part'>()
  readonly #firsts = new Map<string, string>()
  pages: FormPages | null = null
  #adapter: WechatyAdapter | null = null
  readonly #back = new HeldBack()
  #more = 0
  #sending: Promise<unknown> = Promise.resolve()

  private constructor(gateway: Gateway) {
    this.gateway = gateway
  }

  static async start(): Promise<PlayedWechat> {
    return new PlayedWechat(await Gateway.start())
  }

  get stranger(): PlayedPerson {
    return new WechatPerson(this, this.gateway.contact('stranger'))
  }

  get activity(): number {
    return this.gateway.messages().length + this.gateway.told + this.#more
  }

  async adapter(parts: Parameters<PlayedPlatform['adapter']>[0]): Promise<Adapter> {
    const { endpoint, load } = this.gateway
    const settings = { endpoint, secrets: { token: TOKEN } }
    const adapter = new WechatyAdapter(settings, { ...parts, load, firstPauseMs: 10, limits: LIMITS })
    const send = adapter.send.bind(adapter)
    // In the program it sends only once it listens, since it is exclusive; the bot of the contract has no leases.
    const ready = Promise.withResolvers<void>()
    adapter.send = (post) => {
      // One after the other, so that it can be told what belongs to what.
      const sent = this.#sending.then(async () => {
        await ready.promise
        const before = this.gateway.messages().length
        const outcome = await send(post)
        if (outcome.kind === 'sent') this.#note(post, outcome.messageId, before)
        return outcome
      })
      this.#sending = sent
      return sent
    }
    const start = adapter.start.bind(adapter)
    adapter.start = async (receive) => {
      await start(receive)
      await this.gateway.loggedIn()
      ready.resolve()
    }
    this.#adapter = adapter
    return adapter
  }

  /** Notes which messages are one, and which one they stand for. */
  #note({ to, replaces }: Post, messageId: string, before: number): void {
    const where = to.kind === 'user' ? to.userId : to.channelId
    const mine = this.gateway
      .messages()
      .slice(before)
      .filter((one) => this.gateway.isSelf(one) && (one.listenerId ?? one.roomId) === where)
      .map(({ id }) => id)
    const first = (replaces !== undefined && this.#firsts.get(replaces)) || mine[0]
    if (first === undefined) return
    for (const id of mine) this.posts.set(id, 'part')
    this.posts.set(first, mine)
    this.#firsts.set(messageId, first)
  }

  onPages(pages: FormPages | null): void {
    this.pages = pages
  }

  account(person: string): string {
    return this.gateway.contact(`wxid_${person}`)
  }

  person(id: string): PlayedPerson {
    return new WechatPerson(this, this.account(id))
  }

  /** Nobody can tell a bot from a person there; it speaks in another room, past ours. */
  async otherBot(text: string): Promise<void> {
    this.gateway.sayElsewhere(this.gateway.contact('other-bot'), text)
  }

  async echo(): Promise<void> {
    this.gateway.echo()
  }

  /** What nobody knows is let past. */
  async unknownEvent(): Promise<boolean> {
    this.gateway.tell('brand-new', { some: 'thing' })
    this.gateway.tell('friendship', { friendshipId: 'unknown' })
    return true
  }

  async redeliver(): Promise<void> {
    this.gateway.repeat()
    await this.idle()
  }

  nextAsRetry(): void {}

  hold(): void {
    this.#back.hold()
  }

  async release(): Promise<void> {
    this.#back.release()
  }

  /** Does it now, or when everything that is held goes. */
  async pass(work: () => void): Promise<void> {
    await this.#back.turn()
    work()
    await this.idle()
  }

  notice(to: string, text: string): void {
    this.#more++
    this.pageNotices.push({ to, after: this.gateway.messages().length, text })
  }

  async idle(): Promise<void> {
    await this.gateway.until(() => this.gateway.heard >= this.gateway.told)
    await this.#adapter?.handled()
  }

  async stop(): Promise<void> {
    await this.gateway.close()
  }
}

/** What can be chosen stands after its number, or its letter. */
const NUMBERED = /^(?:(\d+) {2}|([A-Z]) )(.+)$/gm
const WORDS = /^也可以回复：(.+)$/m

class WechatPerson implements PlayedPerson {
  readonly edit = null
  readonly takeBack = null
  readonly #platform: PlayedWechat
  readonly #id: string
  readonly #page: PageReader

  constructor(platform: PlayedWechat, id: string) {
    this.#platform = platform
    this.#id = id
    this.#page = new PageReader(() => platform.pages)
  }

  async say(text: string, where: Where = {}): Promise<void> {
    const { gateway } = this.#platform
    await this.#platform.pass(() =>
      where.in === 'hr' ? gateway.sayInRoom(this.#id, text, true) : gateway.say(this.#id, text),
    )
  }

  async sendFile(): Promise<void> {
    await this.#platform.pass(() => this.#platform.gateway.sendOther(this.#id, ATTACHMENT))
  }

  /** Types the number before what has this label, as it stands now, or the word itself where words are offered. */
  async tap({ id }: ShownMessage, label: string): Promise<void> {
    const own = (await this.sees()).find((one) => one.id === id)
    const message = own ?? (await this.sees('hr')).find((one) => one.id === id)
    if (!message) throw new Error('the message is not there any more')
    // A link is opened by `form`.
    if (message.text.split('\n').some((line) => line.includes(label) && line.includes('https://'))) return
    const choices = choicesOf(message.text)
    const choice = choices.find((one) => one.label === label) ?? choices.find((one) => one.label.includes(label))
    if (!choice) throw new Error(`no number for "${label}" in: ${message.text}`)
    await this.say(choice.typed, own ? {} : { in: 'hr' })
  }

  async form(): Promise<ShownForm | null> {
    return this.#page.open((await this.sees()).map(({ text }) => text))
  }

  async submit(values: Filled): Promise<Readonly<Record<string, string>> | null> {
    const page = await this.#page.submit(values)
    if ('errors' in page) return page.errors
    for (const { text } of page.notices) this.#platform.notice(this.#id, text)
    return null
  }

  /** A message that is said anew stands for the one it replaces. */
  async sees(where?: 'hr'): Promise<readonly ShownMessage[]> {
    const { gateway, posts, pageNotices } = this.#platform
    const found: ShownMessage[] = []
    const show = (id: string, from: string, text: string) => {
      const buttons = choicesOf(text).map(({ label }) => label)
      found.push({ id, from, text, buttons, under: null })
    }
    const pages = where === 'hr' ? [] : pageNotices.filter(({ to }) => to === this.#id)
    const showPages = (at: number) => {
      for (const [n, page] of pages.entries()) if (page.after === at) show(`page-${n}`, 'hearback', page.text)
    }
    const all = gateway.messages()
    const texts = new Map(all.map(({ id, text = '' }) => [id, text]))
    for (const [at, message] of all.entries()) {
      showPages(at)
      const { id, text = '', talkerId, listenerId, roomId } = message
      const here = where === 'hr' ? roomId === HR_ROOM : !roomId && [talkerId, listenerId].includes(this.#id)
      const post = posts.get(id)
      if (!here || post === 'part') continue
      const from = gateway.isSelf(message) ? 'hearback' : talkerId
      show(id, from, post ? post.map((part) => texts.get(part) ?? '').join('\n') : text)
    }
    showPages(all.length)
    return found
  }
}

/** What a message says can be typed: numbers, letters, words. */
function choicesOf(text: string): { label: string; typed: string }[] {
  const numbers = [...text.matchAll(NUMBERED)].map(([, number, letter, label = '']) => ({
    label,
    typed: number ?? letter ?? '',
  }))
  const words = WORDS.exec(text)?.[1]?.split('、') ?? []
  return [...numbers, ...words.map((word) => ({ label: word, typed: word }))]
}
