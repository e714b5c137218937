import { setTimeout as pause } from 'node:timers/promises'
import { splitText } from '#adapters/shared'
import {
  type Adapter,
  type Capabilities,
  type Finding,
  type Inbound,
  type Locale,
  type LookUp,
  loggable,
  type Message,
  type Post,
  type Receive,
  type Reception,
  type SendOutcome,
} from '#core'
import { CAPABILITIES } from './capabilities.ts'
import { parseMessage } from './parse.ts'
import { renderText } from './render-text.ts'
import type { WechatyParts, WechatySettings } from './settings.ts'
import {
  isConnectionLost,
  type LoadWechaty,
  loadInstalled,
  type WechatyBot,
  type WechatyMessage,
} from './wechaty-port.ts'

const FIRST_PAUSE_MS = 1000
const LONGEST_PAUSE_MS = 60_000
/** What the bot could not take is offered to it again so often: the platform does not repeat. */
const OFFERS = 8
/** Later it may be: what is owed waits. */
const NOT_LOGGED_IN: SendOutcome = { kind: 'refused', code: 'not-logged-in', permanent: false }

/** WeChat through wechaty and a puppet service. One login, one connection: it sends only where it listens. */
export class WechatyAdapter implements Adapter {
  readonly platform = 'wechat'
  readonly workspace: string
  readonly capabilities: Capabilities
  readonly exclusive = true
  readonly #settings: WechatySettings
  readonly #parts: WechatyParts
  readonly #load: LoadWechaty
  #bot: WechatyBot | null = null
  #receive: Receive | null = null
  #pauseMs: number
  #timer: NodeJS.Timeout | null = null
  #connecting: Promise<void> = Promise.resolve()
  readonly #inHand = new Set<Promise<void>>()
  #stopping = new AbortController()
  /** A moment, and longer every time: about two minutes in all. */
  readonly #offerAgainMs: number

  constructor(settings: WechatySettings, parts: WechatyParts) {
    this.#settings = settings
    this.#parts = parts
    this.#offerAgainMs = (parts.firstPauseMs ?? FIRST_PAUSE_MS) / 2
    this.workspace = parts.workspace
    this.#load = parts.load ?? loadInstalled
    this.#pauseMs = parts.firstPauseMs ?? FIRST_PAUSE_MS
    this.capabilities = { ...CAPABILITIES, limits: parts.limits ?? CAPABILITIES.limits }
  }

  async start(receive: Receive): Promise<void> {
    this.#stopping = new AbortController()
    this.#receive = receive
    await this.#connect()
  }

  async stop(): Promise<void> {
    this.#stopping.abort()
    this.#receive = null
    if (this.#timer) clearTimeout(this.#timer)
    await this.#connecting
    await this.handled()
    const bot = this.#bot
    this.#bot = null
    await bot?.stop().catch(() => {})
  }

  /** Resolves when what has come so far is answered. */
  async handled(): Promise<void> {
    while (this.#inHand.size > 0) await Promise.all(this.#inHand)
  }

  async send({ to, message }: Post): Promise<SendOutcome> {
    const bot = this.#bot
    if (!bot?.isLoggedIn) return NOT_LOGGED_IN
    const find = to.kind === 'user' ? bot.Contact.find({ id: to.userId }) : bot.Room.find({ id: to.channelId })
    const place = await find.catch(() => undefined)
    // A gateway that has gone finds nobody either.
    if (this.#bot !== bot) return NOT_LOGGED_IN
    if (!place) return { kind: 'refused', code: 'no-such-contact', permanent: true }
    try {
      let messageId = ''
      for (const part of splitText(renderText(message), CAPABILITIES.textMax)) {
        messageId = (await place.say(part))?.id ?? messageId
      }
      return { kind: 'sent', messageId: messageId || this.#parts.random.id() }
    } catch (error) {
      return { kind: 'uncertain', code: loggable(error).code }
    }
  }

  /** WeChat tells nobody what has arrived. */
  async lookUp(): Promise<LookUp | null> {
    return null
  }

  async check(locale: Locale): Promise<readonly Finding[]> {
    const zh = locale === 'zh-CN'
    const { endpoint } = this.#settings
    const text = zh
      ? `微信：经 wechaty 的 puppet 服务${endpoint === null ? '' : ` ${endpoint}`}。只能收发文字；账号 id 可能在每次登录后改变（见 docs/wechat.zh-CN.md）。`
      : `WeChat: through wechaty’s puppet service${endpoint === null ? '' : ` at ${endpoint}`}. Text only; account ids may change with every login (docs/wechat.md).`
    return [{ mark: '!', text }]
  }

  /** A new bot for every connection: what is left of an old one is not trusted. */
  async #connect(): Promise<void> {
    const bot = await this.#load(this.#settings)
    // It fails to start by saying so, not by throwing.
    let failed: unknown = null
    let started = false
    bot.on('error', (error) => {
      if (!started) failed ??= error
      else if (isConnectionLost(error)) this.#lost(bot, error)
      else this.#parts.log.warn('wechat.failed', { platform: this.platform, code: loggable(error).code })
    })
    bot.on('message', (message) => this.#take(message))
    await bot.start().catch((error) => {
      failed ??= error
    })
    started = true
    if (failed !== null) {
      await bot.stop().catch(() => {})
      this.#again(failed)
      return
    }
    this.#bot = bot
    this.#pauseMs = this.#parts.firstPauseMs ?? FIRST_PAUSE_MS
  }

  #lost(bot: WechatyBot, error: unknown): void {
    if (this.#bot !== bot) return
    this.#bot = null
    // Two at once would fight over the gateway: the old one goes first.
    this.#connecting = bot
      .stop()
      .catch(() => {})
      .then(() => this.#again(error))
  }

  #again(error: unknown): void {
    if (this.#receive === null) return
    const { code } = loggable(error)
    this.#parts.log.warn('wechat.unreachable', { platform: this.platform, code, ms: this.#pauseMs })
    this.#timer = setTimeout(() => {
      this.#connecting = this.#connect().catch((failed) => this.#again(failed))
    }, this.#pauseMs)
    this.#pauseMs = Math.min(LONGEST_PAUSE_MS, this.#pauseMs * 2)
  }

  #take(message: WechatyMessage): void {
    const work = this.#answer(message)
      .catch((error) => this.#parts.log.error('wechat.lost', { platform: this.platform, ...loggable(error) }))
      .finally(() => this.#inHand.delete(work))
    this.#inHand.add(work)
  }

  async #answer(message: WechatyMessage): Promise<void> {
    const inbound = await parseMessage(message, this.workspace)
    if (!inbound) return
    // What is said at once is lost with its connection; what was taken is not offered again for it.
    for (const notice of (await this.#offer(inbound)).notices ?? []) await this.#say(message, notice)
  }

  /** Hands it to the bot, again and again for a while; after the end it is nobody's. */
  async #offer(inbound: Inbound): Promise<Reception> {
    for (let offer = 1; ; offer++) {
      const receive = this.#receive
      if (!receive) return {}
      try {
        return await receive(inbound)
      } catch (error) {
        if (offer === OFFERS) throw error
        await pause(this.#offerAgainMs * 2 ** offer, undefined, { signal: this.#stopping.signal }).catch(() => {})
      }
    }
  }

  async #say(message: WechatyMessage, notice: Message): Promise<void> {
    for (const part of splitText(renderText(notice), CAPABILITIES.textMax)) await message.talker().say(part)
  }
}
