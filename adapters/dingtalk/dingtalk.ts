import { setTimeout as wait } from 'node:timers/promises'
import {
  type Adapter,
  type Capabilities,
  type Directory,
  type Finding,
  type Inbound,
  inTime,
  type Locale,
  type LookUp,
  loggable,
  type NoteDirectoryChange,
  type Post,
  type Receive,
  type Reception,
  type SendOutcome,
  type Target,
} from '#core'
import { Answering } from './answering.ts'
import { ApiClient } from './api-client.ts'
import type { Spend } from './calls.ts'
import { capabilitiesOf } from './capabilities.ts'
import { Cards } from './cards/cards.ts'
import { type HeardTap, parseCard } from './cards/parse-card.ts'
import { AS_IT_WAS, type Repaint } from './cards/repaint.ts'
import { checkDingtalk } from './check.ts'
import { InTurn } from './in-turn.ts'
import { Media } from './media.ts'
import { OapiClient } from './oapi-client.ts'
import { parseDirectoryEvent } from './parse-directory-event.ts'
import { parseMessage } from './parse-message.ts'
import { Robot } from './robot.ts'
import { Sender } from './sender.ts'
import { Sessions } from './sessions.ts'
import { type DingtalkParts, type DingtalkSettings, TIMINGS } from './settings.ts'
import { StaffList } from './staff-list.ts'
import { StreamClient } from './stream-client.ts'
import { StreamConnection } from './stream-connection.ts'
import { Taps } from './taps.ts'
import { takeRequest } from './webhook.ts'

/** Nobody knows whether DingTalk delivers again: what could not be taken is tried again here first. */
const TRIES = 5
/** How long what is in hand is waited for in the end. */
const LET_GO_MS = 5000

/** DingTalk by its Stream mode: no address of our own is needed. Where the robot is set to HTTP, its messages are called in. */
export class Dingtalk implements Adapter {
  readonly platform = 'dingtalk'
  readonly workspace: string
  readonly capabilities: Capabilities
  readonly directory: Directory
  readonly #settings: DingtalkSettings
  readonly #parts: DingtalkParts
  readonly #api: ApiClient
  readonly #oapi: OapiClient
  readonly #media: Media
  readonly #sessions: Sessions
  readonly #sender: Sender
  readonly #answering: Answering
  readonly #taps: Taps
  readonly #connection: StreamConnection
  readonly #inTurn = new InTurn()
  readonly #stopping = new AbortController()
  #receive: Receive | null = null
  #noteChange: NoteDirectoryChange = async () => {}

  constructor(settings: DingtalkSettings, parts: DingtalkParts) {
    const timings = { ...TIMINGS, ...parts.timings }
    const { clientSecret } = settings.secrets
    this.workspace = parts.workspace
    this.capabilities = capabilitiesOf(settings)
    this.#settings = settings
    this.#parts = parts
    const { budget } = this.capabilities.limits
    const spend: Spend = async (calls) => {
      if (budget) await parts.countCalls(budget, calls)
    }
    const api = new ApiClient({ ...parts, ...settings, clientSecret, requestMs: timings.requestMs })
    const token = () => api.token()
    const forgetToken = () => api.forgetToken()
    const oapi = new OapiClient({ ...settings, requestMs: timings.requestMs, token, forgetToken })
    const cards = new Cards(api, settings.robotCode)
    this.#api = api
    this.#oapi = oapi
    this.directory = new StaffList(oapi, parts.clock, timings.secondMs)
    this.#media = new Media({ ...settings, api, oapi, spend })
    this.#sessions = new Sessions(api, parts.clock)
    this.#sender = new Sender({
      ...settings,
      robot: new Robot(api, settings.robotCode),
      cards,
      media: this.#media,
      sessions: this.#sessions,
      spend,
    })
    this.#answering = new Answering({ ...parts, ...settings, cards, sender: this.#sender, spend })
    this.#taps = new Taps(parts.random, (heard) => this.#takeTap(heard))
    const onMessage = (data: string) => this.#heard(data)
    const onCard = (data: string) => this.#tapped(data)
    const onEvent = (eventType: string, data: string) => this.#told(eventType, data)
    const stream = { clientId: settings.clientId, clientSecret, api, timings, onMessage, onCard, onEvent }
    this.#connection = new StreamConnection({
      ...parts,
      timings,
      create: () => new StreamClient(stream),
      onMissed: () => this.#missed(),
    })
  }

  async start(receive: Receive, noteChange: NoteDirectoryChange = async () => {}): Promise<void> {
    this.#receive = receive
    this.#noteChange = noteChange
    await this.#connection.start()
  }

  /** What is in hand is finished first; what only waits for another attempt is left to DingTalk. */
  async stop(): Promise<void> {
    this.#stopping.abort()
    await inTime(this.#inTurn.done(), LET_GO_MS)
    this.#receive = null
    await this.#connection.stop()
  }

  /** Resolves when everything that has come in is done with. */
  handled(): Promise<void> {
    return this.#inTurn.done()
  }

  send(post: Post): Promise<SendOutcome> {
    return this.#sender.send(post)
  }

  sendMany(posts: readonly Post[]): Promise<readonly SendOutcome[]> {
    return this.#sender.sendMany(posts)
  }

  lookUp(post: Pick<Post, 'key' | 'to'>): Promise<LookUp | null> {
    return this.#sender.lookUp(post)
  }

  recall(messageId: string, to: readonly Target[]): Promise<SendOutcome | null> {
    return this.#sender.recall(messageId, to)
  }

  readBy(messageId: string, userIds: readonly string[]): Promise<readonly string[] | null> {
    return this.#sender.readBy(messageId, userIds)
  }

  webhook(request: Request): Promise<Response> {
    const { clock, log } = this.#parts
    const { clientSecret: secret } = this.#settings.secrets
    return takeRequest(request, { secret, clock, log, take: (data) => this.#heard(data) })
  }

  check(locale: Locale): Promise<readonly Finding[]> {
    const { publicUrl } = this.#parts
    return checkDingtalk({ api: this.#api, oapi: this.#oapi, settings: this.#settings, publicUrl }, locale)
  }

  /** Resolves when what was said is committed; only then it is acknowledged. */
  #heard(data: string): Promise<void> {
    const { robotCode } = this.#settings
    const heard = parseMessage(data, { workspace: this.workspace, robotCode, open: this.#media.open })
    if (!heard) return Promise.resolve()
    const { inbound, userId, session } = heard
    if (session) this.#sessions.heard(userId, session)
    return this.#inHand(userId, inbound, (reception) => this.#answering.tell(userId, reception)).then(() => {})
  }

  /** Resolves when it is kept. */
  async #told(eventType: string, data: string): Promise<void> {
    const change = parseDirectoryEvent(eventType, data)
    if (change) await this.#noteChange(change)
  }

  #missed(): void {
    this.#noteChange('all').catch((error) => {
      this.#parts.log.warn('dingtalk.not-noted', { platform: 'dingtalk', ...loggable(error) })
    })
  }

  async #tapped(data: string): Promise<Repaint> {
    const heard = parseCard(data, this.workspace)
    return heard ? this.#taps.answer(heard) : AS_IT_WAS
  }

  #takeTap({ inbound, userId }: HeardTap): Promise<Reception> {
    return this.#inHand(userId, inbound, ({ errors, sheet, notices }) =>
      // What has to be corrected is corrected on the card.
      this.#answering.tell(userId, errors ? { notices } : { sheet, notices }),
    )
  }

  /** Each person's doings in their order. Resolves with the core's answer as soon as it is committed. */
  #inHand(userId: string, inbound: Inbound, tell: (reception: Reception) => Promise<void>): Promise<Reception> {
    const { promise, resolve, reject } = Promise.withResolvers<Reception>()
    void this.#inTurn
      .add(userId, async () => {
        const reception = await this.#take(inbound)
        resolve(reception)
        await tell(reception)
      })
      .catch(reject)
    return promise
  }

  async #take(inbound: Inbound): Promise<Reception> {
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
}
