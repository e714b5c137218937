import {
  type Adapter,
  type Capabilities,
  type Directory,
  type Finding,
  inTime,
  type Locale,
  type LookUp,
  type Message,
  type NoteDirectoryChange,
  type Post,
  type Receive,
  type SendOutcome,
  type Target,
} from '#core'
import type { AppEnd } from './app/app-end.ts'
import type { HeardCallback } from './app/parse-callback.ts'
import { BotChannel } from './bot/bot-channel.ts'
import { BotConnection, type Sdk } from './bot/connection.ts'
import { fileOffered } from './bot/file-offered.ts'
import { type HeardFrame, parseFrame } from './bot/parse-frame.ts'
import { capabilitiesOf } from './capabilities.ts'
import { checkWecom } from './check.ts'
import { InHand } from './in-hand.ts'
import { Sender } from './sender.ts'
import { TIMINGS, type WecomParts, type WecomSettings } from './settings.ts'
import { PLEASE_WRITE_FIRST } from './words.ts'

interface WecomEnds {
  readonly settings: WecomSettings
  readonly parts: WecomParts
  /** Loaded where a bot is set up. */
  readonly sdk: (Sdk & Pick<typeof import('@wecom/aibot-node-sdk'), 'decryptFile'>) | null
  readonly app: AppEnd | null
}

/** How long an answer to a callback waits for what is said to the person; WeCom waits for five seconds. */
const ANSWER_WITHIN_MS = 2000
const LET_GO_MS = 5000

/**
 * WeCom by both of its channels, joined by the member's id: the AI bot for conversation, without an address of our own,
 * and the self-built application, which can write first.
 */
export class Wecom implements Adapter {
  readonly platform = 'wecom'
  readonly workspace: string
  readonly capabilities: Capabilities
  /** A bot has one connection: a second one ends the first. */
  readonly exclusive: boolean
  readonly directory?: Directory
  readonly webhook?: (request: Request) => Promise<Response>
  readonly #ends: WecomEnds
  readonly #connection: BotConnection | null
  readonly #sender: Sender
  readonly #inHand: InHand
  #receive: Receive | null = null
  #noteChange: NoteDirectoryChange = async () => {}

  constructor(ends: WecomEnds) {
    const { settings, parts, sdk, app } = ends
    const timings = { ...TIMINGS, ...parts.timings }
    this.#ends = ends
    this.workspace = parts.workspace
    this.capabilities = capabilitiesOf(settings, timings)
    this.exclusive = settings.bot !== null
    this.#inHand = new InHand(timings.againMs, parts.log)
    this.#connection =
      settings.bot && sdk && settings.secrets.botSecret !== null
        ? new BotConnection({
            ...parts,
            sdk,
            botId: settings.bot.id,
            wsUrl: settings.bot.wsUrl,
            secret: settings.secrets.botSecret,
            timings,
            onFrame: (frame) => this.#heardFrame(frame),
          })
        : null
    const bot = this.#connection && new BotChannel(this.#connection)
    this.#sender = new Sender({ bot, app, clock: parts.clock, timings })
    if (app) this.directory = app.directory
    if (app?.callsBack) this.webhook = (request) => this.#called(app, request)
  }

  /** Resolves when the first attempt to connect has ended, well or not: what waits to be sent need not be tried before. */
  async start(receive: Receive, noteChange: NoteDirectoryChange = async () => {}): Promise<void> {
    this.#receive = receive
    this.#noteChange = noteChange
    await this.#connection?.start()
  }

  /** What is in hand is finished first, and what comes meanwhile: the long connection does not deliver it again. */
  async stop(): Promise<void> {
    this.#inHand.stop()
    await inTime(this.#inHand.done(), LET_GO_MS)
    this.#receive = null
    this.#connection?.stop()
  }

  /** Resolves when everything that has come in is done with. */
  handled(): Promise<void> {
    return this.#inHand.done()
  }

  send(post: Post): Promise<SendOutcome> {
    return this.#sender.send(post)
  }

  async lookUp({ key }: Pick<Post, 'key' | 'to'>): Promise<LookUp | null> {
    const messageId = this.#sender.sentAs(key)
    return messageId === null ? null : { kind: 'sent', messageId }
  }

  recall(messageId: string): Promise<SendOutcome | null> {
    return this.#sender.recall(messageId)
  }

  check(locale: Locale): Promise<readonly Finding[]> {
    const { settings, parts, app } = this.#ends
    return checkWecom(
      { settings, app, publicUrl: parts.publicUrl, connection: this.#connection?.state ?? null },
      locale,
    )
  }

  #heardFrame(frame: unknown): void {
    const { sdk, settings } = this.#ends
    const corpId = settings.app?.corpId ?? null
    const heard = parseFrame(frame, {
      workspace: this.workspace,
      corpId,
      file: fileOffered(sdk, settings.bot?.wsUrl ?? null),
    })
    if (!heard) return
    this.#sender.heardByBot(heard)
    void this.#inHand.add(`bot ${heard.userId}`, () => this.#takeFrame(heard))
  }

  async #takeFrame(heard: HeardFrame): Promise<void> {
    const reception = await this.#taking()(heard.inbound)
    const { home, notices = [] } = reception
    if (home) await this.#sender.welcome(heard, home, this.#ends.parts.random.id())
    for (const notice of notices) await this.#notify(heard.userId, notice, heard.chatId)
  }

  async #called(app: AppEnd, request: Request): Promise<Response> {
    return app.answer(request, {
      heard: (heard) => this.#heardByApp(heard),
      noteChange: (change) => {
        this.#taking()
        return this.#noteChange(change)
      },
    })
  }

  async #heardByApp(heard: HeardCallback): Promise<void> {
    const receive = this.#taking()
    this.#sender.heardByApp(heard)
    const { notices = [] } = await receive(heard.inbound)
    const told = this.#inHand.add(`app ${heard.userId}`, async () => {
      for (const notice of notices) await this.#notify(heard.userId, notice, null)
    })
    await inTime(told, ANSWER_WITHIN_MS)
  }

  /** Says something to somebody alone. Whoever cannot be reached so is told how, where they are. */
  async #notify(userId: string, message: Message, chatId: string | null): Promise<void> {
    const { random, log } = this.#ends.parts
    const to: Target = { kind: 'user', userId }
    const outcome = await this.#sender.insist({ key: random.id(), to, message })
    if (outcome.kind === 'sent') return
    log.warn('wecom.not-told', { platform: 'wecom', code: outcome.code })
    if (chatId === null) return
    const there: Target = { kind: 'channel', channelId: chatId }
    await this.#sender.insist({ key: random.id(), to: there, message: { text: PLEASE_WRITE_FIRST } })
  }

  #taking(): Receive {
    if (!this.#receive) throw new Error('nobody listens')
    return this.#receive
  }
}
