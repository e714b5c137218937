import { setTimeout as wait } from 'node:timers/promises'
import {
  type Adapter,
  type Capabilities,
  type Finding,
  type Locale,
  loggable,
  type Message,
  type Post,
  type Receive,
  type Reception,
  type SendOutcome,
  type Target,
} from '#core'
import { ApiClient } from './api-client.ts'
import { capabilitiesOf } from './capabilities.ts'
import { checkDingtalk } from './check.ts'
import { type Heard, parseMessage } from './parse-message.ts'
import { toMarkdown } from './render.ts'
import { Sender } from './sender.ts'
import { type DingtalkParts, type DingtalkSettings, TIMINGS } from './settings.ts'
import { StreamClient } from './stream-client.ts'
import { StreamConnection } from './stream-connection.ts'

/** Nobody knows whether DingTalk delivers again: what could not be taken is tried again here first. */
const TRIES = 5

/** DingTalk by its Stream mode: no address of our own is needed. */
export class Dingtalk implements Adapter {
  readonly platform = 'dingtalk'
  readonly workspace: string
  readonly capabilities: Capabilities
  readonly #settings: DingtalkSettings
  readonly #parts: DingtalkParts
  readonly #api: ApiClient
  readonly #sender: Sender
  readonly #connection: StreamConnection
  readonly #stopping = new AbortController()
  #receive: Receive | null = null

  constructor(settings: DingtalkSettings, parts: DingtalkParts) {
    const timings = { ...TIMINGS, ...parts.timings }
    const { clientSecret } = settings.secrets
    this.workspace = parts.workspace
    this.capabilities = capabilitiesOf(settings.monthlyCalls)
    this.#settings = settings
    this.#parts = parts
    const api = new ApiClient({ ...parts, ...settings, clientSecret, requestMs: timings.requestMs })
    this.#api = api
    this.#sender = new Sender(api, settings.robotCode)
    const onMessage = (data: string) => this.#heard(data)
    const create = () => new StreamClient({ clientId: settings.clientId, clientSecret, api, timings, onMessage })
    this.#connection = new StreamConnection({ ...parts, timings, create })
  }

  async start(receive: Receive): Promise<void> {
    this.#receive = receive
    await this.#connection.start()
  }

  async stop(): Promise<void> {
    this.#receive = null
    this.#stopping.abort()
    await this.#connection.stop()
  }

  send(post: Post): Promise<SendOutcome> {
    return this.#sender.send(post)
  }

  sendMany(posts: readonly Post[]): Promise<readonly SendOutcome[]> {
    return this.#sender.sendMany(posts)
  }

  /** A message has a name of ours nowhere at DingTalk. */
  async lookUp(): Promise<null> {
    return null
  }

  recall(messageId: string, to: Target): Promise<SendOutcome> {
    return this.#sender.recall(messageId, to)
  }

  async readBy(messageId: string, to: Target): Promise<readonly string[] | null> {
    return to.kind === 'user' ? this.#sender.readBy(messageId) : null
  }

  check(locale: Locale): Promise<readonly Finding[]> {
    return checkDingtalk(this.#api, this.#settings, locale)
  }

  /** Resolves when what was said is committed; only then it is acknowledged. */
  async #heard(data: string): Promise<void> {
    const heard = parseMessage(data, this.workspace, this.#settings.robotCode)
    if (!heard) return
    const { notices = [] } = await this.#take(heard)
    for (const notice of notices) void this.#tell(heard, notice)
  }

  async #take({ inbound }: Heard): Promise<Reception> {
    for (let tried = 1; ; tried++) {
      try {
        if (!this.#receive) throw new Error('nobody listens')
        return await this.#receive(inbound)
      } catch (error) {
        this.#parts.log.error('dingtalk.not-taken', { platform: 'dingtalk', attempt: tried, ...loggable(error) })
        if (tried === TRIES || !this.#receive) throw error
        await wait(1000 * tried, undefined, { signal: this.#stopping.signal })
      }
    }
  }

  /** Says something to somebody alone: in the conversation with them by its own way back, which costs no call. */
  async #tell({ direct, webhook, userId }: Heard, message: Message): Promise<void> {
    const key = this.#parts.random.id()
    const markdown = toMarkdown(message, key)
    try {
      if (direct && webhook !== null && (await this.#api.answer(webhook, { msgtype: 'markdown', markdown }))) return
      const outcome = await this.#sender.send({ key, to: { kind: 'user', userId }, message })
      if (outcome.kind === 'sent') return
      this.#parts.log.warn('dingtalk.not-told', { platform: 'dingtalk', code: outcome.code })
    } catch (error) {
      this.#parts.log.warn('dingtalk.not-told', { platform: 'dingtalk', ...loggable(error) })
    }
  }
}
