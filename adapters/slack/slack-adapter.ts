import { setTimeout as wait } from 'node:timers/promises'
import type {
  Adapter,
  Capabilities,
  Clock,
  Directory,
  Finding,
  Limits,
  Locale,
  Log,
  LookUp,
  NoteDirectoryChange,
  OnServerDate,
  Post,
  Random,
  Receive,
  SendOutcome,
} from '#core'
import { HearbackError, loggable } from '#core'
import { createAnswering } from './answer.ts'
import { CAPABILITIES } from './capabilities.ts'
import { checkSlack } from './check.ts'
import { type Call, createCall } from './client.ts'
import { Company } from './company.ts'
import { Conversations } from './conversations.ts'
import { createDirectory } from './directory.ts'
import { failure } from './failure.ts'
import { Files, isSlackUrl } from './files.ts'
import { findByKey } from './look-up.ts'
import { MemberChanges } from './member-changes.ts'
import { spotOf } from './message-id.ts'
import { Receiver } from './receiver.ts'
import { Sender } from './sender.ts'
import type { SlackSettings } from './settings.ts'
import { DEFAULT_PACE, type Pace, SocketGateway } from './socket-gateway.ts'
import { takeRequest } from './webhook.ts'

export interface SlackParts {
  readonly workspace: string
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
  readonly publicUrl: string | null
  readonly onServerDate: OnServerDate
  /** In the place of Slack's usual limits. */
  readonly limits?: Limits
  /** In the place of the usual times of reconnecting. */
  readonly pace?: Partial<Pace>
}

const PLATFORM = 'slack'
const OPEN_LABEL = '打开 / Open'
const RESPOND_MS = 10_000
/** Short messages that are still to come are not waited for any longer. */
const STOP_MS = 5000

/** Slack, by Socket Mode or by signed HTTP deliveries. Nothing is connected before `start`. */
export function createSlackAdapter(settings: SlackSettings, parts: SlackParts): SlackAdapter {
  return new SlackAdapter(settings, parts)
}

class SlackAdapter implements Adapter {
  readonly platform = PLATFORM
  readonly workspace: string
  readonly capabilities: Capabilities
  readonly directory: Directory
  readonly webhook?: (request: Request) => Promise<Response>
  readonly #settings: SlackSettings
  readonly #parts: SlackParts
  readonly #call: Call
  readonly #company: Company
  readonly #conversations: Conversations
  readonly #files: Files
  readonly #sender: Sender
  #receiver: Receiver | null = null
  #gateway: SocketGateway | null = null

  constructor(settings: SlackSettings, parts: SlackParts) {
    const { apiUrl, secrets } = settings
    this.#settings = settings
    this.#parts = parts
    this.workspace = parts.workspace
    this.capabilities = parts.limits ? { ...CAPABILITIES, limits: parts.limits } : CAPABILITIES
    this.#call = createCall(secrets.botToken, apiUrl, parts.onServerDate)
    this.#company = new Company(this.#call)
    this.#conversations = new Conversations(this.#call)
    this.#files = new Files({ call: this.#call, botToken: secrets.botToken, apiUrl })
    this.#sender = new Sender({ call: this.#call, conversations: this.#conversations, files: this.#files })
    this.directory = createDirectory(this.#call, this.#company)
    const { signingSecret } = secrets
    if (signingSecret !== null) this.webhook = (request) => this.#onRequest(request, signingSecret)
  }

  async start(receive: Receive, noteChange: NoteDirectoryChange = async () => {}): Promise<void> {
    const { log, workspace, clock, random, pace } = this.#parts
    const answering = createAnswering({
      call: this.#call,
      conversations: this.#conversations,
      respond: (url, body) => this.#respond(url, body),
      log,
      openLabel: OPEN_LABEL,
    })
    const receiver = new Receiver({
      platform: PLATFORM,
      workspace,
      company: this.#company,
      answering,
      openFile: this.#files.open,
      receive,
      members: new MemberChanges(noteChange),
      log,
    })
    this.#receiver = receiver
    const { apiUrl, secrets } = this.#settings
    if (secrets.appToken === null) return
    this.#gateway = new SocketGateway({
      appToken: secrets.appToken,
      apiUrl,
      take: receiver.take,
      clock,
      random,
      log,
      pace: { ...DEFAULT_PACE, ...pace },
      onMissed: () => {
        noteChange('all').catch((error) => log.warn('slack.not-noted', loggable(error)))
      },
      prepare: async () => {
        await this.#company.home()
      },
    })
    await this.#gateway.start()
  }

  send(post: Post): Promise<SendOutcome> {
    return this.#sender.send(post)
  }

  async lookUp({ key, to, under }: Pick<Post, 'key' | 'to' | 'under'>): Promise<LookUp | null> {
    const found = await this.#conversations.channelOf(to)
    if (found.kind !== 'ok') {
      // Whoever cannot be written to was not written to; of everything else nothing is known.
      const outcome = failure(found, to.kind)
      if (outcome.kind === 'refused' && outcome.permanent) return { kind: 'absent' }
      throw new HearbackError(found.code, 'Slack does not say where somebody is written to')
    }
    const { botUser } = await this.#company.home()
    const { channel } = found
    const thread = under === undefined ? null : spotOf(under)
    return findByKey(this.#call, key, { channel, botUser, thread: thread?.channel === channel ? thread.ts : null })
  }

  recall(messageId: string): Promise<SendOutcome> {
    return this.#sender.recall(messageId)
  }

  check(locale: Locale): Promise<readonly Finding[]> {
    return checkSlack(this.#settings, { ...this.#parts, call: this.#call }, locale)
  }

  /** Takes nothing new, answers what is in hand. */
  async stop(): Promise<void> {
    await this.#gateway?.stop()
    await Promise.race([this.settled(), wait(STOP_MS, undefined, { ref: false })])
    this.#gateway = null
    this.#receiver = null
  }

  /** Resolves when everything taken so far has been answered, forms and short messages included. */
  async settled(): Promise<void> {
    await this.#receiver?.settled()
  }

  async #onRequest(request: Request, secret: string): Promise<Response> {
    const { clock, log } = this.#parts
    return takeRequest(request, {
      secret,
      clock,
      log,
      take: async (type, payload) => {
        // Stopping, or not yet started: Slack delivers it again.
        if (!this.#receiver) throw new Error('not listening')
        return this.#receiver.take(type, payload)
      },
    })
  }

  /** Posts to an address out of a payload, if it is Slack's. */
  async #respond(url: string, body: Readonly<Record<string, unknown>>): Promise<boolean> {
    if (!isSlackUrl(url, this.#settings.apiUrl)) return false
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
        redirect: 'error',
        signal: AbortSignal.timeout(RESPOND_MS),
      })
      return response.ok
    } catch (error) {
      this.#parts.log.info('slack.response-url', { code: loggable(error).code })
      return false
    }
  }
}
