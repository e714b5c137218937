import { splitText } from '#adapters/shared'
import {
  type Adapter,
  type Finding,
  type Locale,
  type LookUp,
  loggable,
  type Message,
  type Post,
  type Receive,
  type SendOutcome,
} from '#core'
import { CAPABILITIES } from './capabilities.ts'
import { parseMessage } from './parse.ts'
import { renderText } from './render-text.ts'
import type { WechatyParts, WechatySettings } from './settings.ts'
import { type LoadWechaty, loadInstalled, type WechatyBot, type WechatyMessage } from './wechaty-port.ts'

const LONGEST_PAUSE_MS = 60_000
/** What the bot could not take is offered to it again so often: the platform does not repeat. */
const OFFERS = 5

/** WeChat through wechaty and a puppet service. One login, one connection: it sends only where it listens. */
export class WechatyAdapter implements Adapter {
  readonly platform = 'wechat'
  readonly workspace: string
  readonly capabilities = CAPABILITIES
  readonly exclusive = true
  readonly #settings: WechatySettings
  readonly #parts: WechatyParts
  readonly #load: LoadWechaty
  #bot: WechatyBot | null = null
  #receive: Receive | null = null
  #pauseMs: number
  #timer: NodeJS.Timeout | null = null
  readonly #inHand = new Set<Promise<void>>()

  constructor(settings: WechatySettings, parts: WechatyParts) {
    this.#settings = settings
    this.#parts = parts
    this.workspace = parts.workspace
    this.#load = parts.load ?? loadInstalled
    this.#pauseMs = parts.firstPauseMs ?? 1000
  }

  async start(receive: Receive): Promise<void> {
    this.#receive = receive
    const bot = await this.#load(this.#settings)
    this.#bot = bot
    bot.on('error', (error) =>
      this.#parts.log.warn('wechat.failed', { platform: this.platform, code: loggable(error).code }),
    )
    bot.on('message', (message) => this.#take(message))
    await this.#connect(bot)
  }

  async stop(): Promise<void> {
    this.#receive = null
    if (this.#timer) clearTimeout(this.#timer)
    await Promise.all(this.#inHand)
    const bot = this.#bot
    this.#bot = null
    await bot?.stop().catch(() => {})
  }

  async send({ to, message }: Post): Promise<SendOutcome> {
    const bot = this.#bot
    if (!bot?.isLoggedIn) return { kind: 'refused', code: 'not-logged-in', permanent: false }
    const find = to.kind === 'user' ? bot.Contact.find({ id: to.userId }) : bot.Room.find({ id: to.channelId })
    const place = await find.catch(() => undefined)
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
      ? `微信：经 wechaty 的 puppet 服务${endpoint === null ? '' : ` ${endpoint}`}。只能收发文字；账号 id 可能在每次登录后改变（见 docs/wechat.md）。`
      : `WeChat: through wechaty’s puppet service${endpoint === null ? '' : ` at ${endpoint}`}. Text only; account ids may change with every login (docs/wechat.md).`
    return [{ mark: '!', text }]
  }

  async #connect(bot: WechatyBot): Promise<void> {
    try {
      await bot.start()
      this.#pauseMs = this.#parts.firstPauseMs ?? 1000
    } catch (error) {
      this.#parts.log.warn('wechat.unreachable', {
        platform: this.platform,
        code: loggable(error).code,
        ms: this.#pauseMs,
      })
      if (this.#receive === null) return
      this.#timer = setTimeout(() => void this.#connect(bot), this.#pauseMs)
      this.#pauseMs = Math.min(LONGEST_PAUSE_MS, this.#pauseMs * 2)
    }
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
    for (let offer = 1; ; offer++) {
      const receive = this.#receive
      if (!receive) return
      try {
        const { notices = [] } = await receive(inbound)
        for (const notice of notices) await this.#say(message, notice)
        return
      } catch (error) {
        if (offer === OFFERS) throw error
      }
    }
  }

  async #say(message: WechatyMessage, notice: Message): Promise<void> {
    for (const part of splitText(renderText(notice), CAPABILITIES.textMax)) await message.talker().say(part)
  }
}
