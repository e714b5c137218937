import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type WebSocket, WebSocketServer } from 'ws'
import { CallLimits } from './call-limits.ts'
import { CallbackSide } from './callback-side.ts'
import type { CardTemplate } from './card.ts'
import { CardApi } from './card-api.ts'
import { DeliveryHub } from './delivery-hub.ts'
import { DingtalkError } from './dingtalk-error.ts'
import { directoryApi } from './directory-api.ts'
import { Faults } from './faults.ts'
import { Files } from './files.ts'
import { Organisation } from './organisation.ts'
import { RobotApi } from './robot-api.ts'
import { Sessions } from './sessions.ts'

type Fields = Readonly<Record<string, unknown>>
type Call = (body: Fields) => unknown

/** What somebody on DingTalk sees: the markdown as it was sent. */
interface SeenMarkdown {
  readonly to: string
  readonly title: string
  readonly text: string
}

interface EmulatorOptions {
  /** The platform's time, ms; the machine's when absent. */
  readonly now?: () => number
  /** How long a second is in which calls are counted, ms; null for no such limit. */
  readonly secondMs?: number | null
  readonly hub?: ConstructorParameters<typeof DeliveryHub>[0]
  readonly templates?: readonly CardTemplate[]
}

const TICKET_MS = 90_000
const TOKEN_MS = 7_200_000
const CORP = 'ding-corp'

/** DingTalk as far as a robot needs it; refuses what DingTalk refuses, with its code. */
export class DingtalkEmulator {
  readonly clientId = 'ding-app'
  readonly clientSecret = 'very-secret-app-secret'
  readonly corpId = CORP
  readonly hub: DeliveryHub
  readonly organisation: Organisation
  readonly files: Files
  readonly cards: CardApi
  readonly limits: CallLimits
  readonly callback: CallbackSide
  readonly sessions: Sessions
  readonly faults = new Faults()
  /** Every call that was made, by path, with how it was answered. */
  readonly calls: { readonly path: string; readonly status: number }[] = []
  /** Where whoever comes for a file is sent on to. */
  filesElsewhere: string | null = null
  /** So many upgrades are refused from now on. */
  refuseSockets = 0
  /** ms that the platform's clock is ahead of the machine's, as its answers tell. */
  skewMs = 0
  opened = 0
  tokensGiven = 0
  readonly #now: () => number
  readonly #tickets = new Map<string, number>()
  readonly #api: Readonly<Record<string, Call>>
  readonly #directory: Readonly<Record<string, Call>>
  readonly #server: Server
  readonly #sockets = new WebSocketServer({ noServer: true, autoPong: false })
  #token: { readonly value: string; readonly until: number } | null = null
  #inHand = 0
  #port = 0
  #count = 0

  private constructor({ now = Date.now, secondMs, hub = {}, templates = [] }: EmulatorOptions) {
    this.#now = () => now()
    this.hub = new DeliveryHub(hub)
    const changed = () => this.hub.changed()
    this.organisation = new Organisation(changed)
    this.files = new Files(this.#now)
    this.limits = new CallLimits({ ...(secondMs !== undefined && { secondMs }) })
    this.sessions = new Sessions(this.#now, this.organisation)
    this.callback = new CallbackSide({
      secret: this.clientSecret,
      now: this.#now,
      onActivity: () => this.organisation.changed(),
    })
    const shared = { robotCode: this.clientId, organisation: this.organisation }
    const robot = new RobotApi({ ...shared, files: this.files, now: this.#now, url: () => this.url })
    const known = new Map(templates.map((template) => [template.id, template]))
    this.cards = new CardApi({ ...shared, templates: known, keep: (messages) => robot.keep(messages) })
    this.#api = {
      ...robot.calls,
      'POST /v1.0/card/instances': (body) => this.cards.create(body),
      'PUT /v1.0/card/instances': (body) => this.cards.update(body),
      '/v1.0/card/instances/deliver': (body) => this.cards.deliver(body),
      '/v1.0/card/instances/createAndDeliver': (body) => this.cards.createAndDeliver(body),
    }
    this.#directory = directoryApi(this.organisation)
    this.#server = createServer((request, response) => void this.#serve(request, response))
    this.#server.on('upgrade', (request, socket, head) => {
      // The SDK does not encode it: a plus is a plus.
      const ticket = decodeURIComponent(/[?&]ticket=([^&]*)/.exec(request.url ?? '')?.[1] ?? '')
      const until = this.#tickets.get(ticket) ?? 0
      this.#tickets.delete(ticket)
      if (this.refuseSockets > 0 || until < performance.now()) {
        if (this.refuseSockets > 0) this.refuseSockets--
        socket.end('HTTP/1.1 401 Unauthorized\r\ncontent-length: 0\r\n\r\n')
        return
      }
      this.#sockets.handleUpgrade(request, socket, head, (ws: WebSocket) => {
        this.opened++
        this.hub.add(ws)
      })
    })
  }

  static async start(options: EmulatorOptions = {}): Promise<DingtalkEmulator> {
    const emulator = new DingtalkEmulator(options)
    const { promise, resolve } = Promise.withResolvers<void>()
    emulator.#server.listen(0, '127.0.0.1', resolve)
    await promise
    emulator.#port = (emulator.#server.address() as AddressInfo).port
    return emulator
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`
  }

  get seen(): readonly SeenMarkdown[] {
    const written = this.organisation.shown.filter(({ from, card, file }) => from === 'hearback' && !card && !file)
    return written.map(({ in: to, title, text }) => ({ to, title, text }))
  }

  get activity(): number {
    return this.organisation.activity + this.hub.activity + this.calls.length
  }

  /** Whether a call is being answered. */
  get busy(): boolean {
    return this.#inHand > 0
  }

  /** The token in use is worth nothing from now on. */
  revokeTokens(): void {
    this.#token = null
  }

  /** What a person writes, alone with the robot or with `@` in a group; answers the frame's data. */
  said(staffId: string | null, text: string, group: string | null = null): Fields {
    return this.message(staffId, { msgtype: 'text', text: { content: group === null ? text : ` ${text}` } }, group)
  }

  /** What the robot is told of a message. */
  message(staffId: string | null, content: Fields, group: string | null = null): Fields {
    const place = group ?? staffId ?? 'stranger'
    return {
      msgId: `msg-${++this.#count}`,
      conversationId: group ?? `cid-of-${staffId}`,
      conversationType: group === null ? '1' : '2',
      senderId: `$:LWCP_v1:$${staffId ?? 'stranger'}`,
      senderNick: staffId ?? 'stranger',
      ...(staffId !== null && { senderStaffId: staffId, senderCorpId: CORP }),
      chatbotCorpId: CORP,
      chatbotUserId: '$:LWCP_v1:$bot',
      robotCode: this.clientId,
      createAt: this.#now(),
      ...(group !== null && { isInAtList: true, atUsers: [{ dingtalkId: '$:LWCP_v1:$bot' }] }),
      ...this.sessions.open(this.url, place),
      ...content,
    }
  }

  async stop(): Promise<void> {
    this.hub.stop()
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#server.close(() => resolve())
    this.#server.closeAllConnections()
    await promise
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.#inHand++
    response.on('close', () => this.#inHand--)
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const { pathname, searchParams } = new URL(request.url ?? '/', this.url)
    const fault = this.faults.next(pathname)
    if (fault?.kind === 'slow') await fault.until
    if (fault?.kind === 'drop' && fault.when === 'before') return void response.destroy()
    const file = this.files.at(pathname)
    if (file && this.filesElsewhere) return void response.writeHead(302, { location: this.filesElsewhere }).end()
    if (file) return void response.writeHead(200, { 'content-type': file.type }).end(file.bytes)
    const [status, body] =
      fault?.kind === 'answer'
        ? [fault.status, fault.body]
        : await this.#answer(request, pathname, searchParams, Buffer.concat(chunks))
    this.calls.push({ path: pathname, status })
    response.setHeader('date', new Date(Date.now() + this.skewMs).toUTCString())
    if (fault?.kind === 'drop') response.destroy()
    else response.writeHead(status, { 'content-type': 'application/json' }).end(body)
    this.hub.changed()
  }

  async #answer(
    request: IncomingMessage,
    path: string,
    query: URLSearchParams,
    raw: Buffer,
  ): Promise<[number, string]> {
    try {
      return [200, JSON.stringify(await this.#route(request, path, query, raw))]
    } catch (error) {
      if (error instanceof DingtalkError) return [error.status, JSON.stringify(error.body)]
      return [500, JSON.stringify({ code: 'ServiceUnavailable', message: 'system error' })]
    }
  }

  async #route(request: IncomingMessage, path: string, query: URLSearchParams, raw: Buffer): Promise<unknown> {
    const type = request.headers['content-type'] ?? ''
    const body = type.startsWith('multipart/') || raw.length === 0 ? {} : (JSON.parse(String(raw)) as Fields)
    if (path === '/robot/sendBySession') return this.sessions.say(query.get('session'), body)
    this.limits.count(path)
    if (path === '/v1.0/oauth2/accessToken') return this.#giveToken(body.appKey, body.appSecret)
    if (path === '/v1.0/gateway/connections/open') return this.#giveTicket(body)
    if (path === '/gettoken') return this.#giveOldToken(query)
    if (path === '/media/upload') {
      if (!this.#isToken(query.get('access_token'))) throw DingtalkError.old(40014, '不合法的access_token')
      const mediaId = await this.files.upload(query.get('type'), type, raw)
      return { errcode: 0, errmsg: 'ok', media_id: mediaId, type: query.get('type'), created_at: this.#now() }
    }
    const contacts = this.#directory[path]
    if (contacts) {
      if (!this.#isToken(query.get('access_token'))) throw DingtalkError.wrapped('40014', '不合法的access_token')
      return { errcode: 0, errmsg: 'ok', result: contacts(body), request_id: 'request' }
    }
    const call = this.#api[`${request.method} ${path}`] ?? this.#api[path]
    if (!call) throw DingtalkError.refused('InvalidAction.NotFound', 404)
    if (!this.#isToken(request.headers['x-acs-dingtalk-access-token']))
      throw DingtalkError.refused('InvalidAuthentication')
    return call(request.method === 'GET' ? Object.fromEntries(query) : body)
  }

  #giveToken(key: unknown, secret: unknown): unknown {
    if (key !== this.clientId || secret !== this.clientSecret) throw DingtalkError.refused('invalidClientIdOrSecret')
    const now = this.#now()
    // The same one for as long as it is good.
    if (!this.#token || this.#token.until <= now) {
      this.#token = { value: `token-${++this.tokensGiven}`, until: now + TOKEN_MS }
    }
    return { accessToken: this.#token.value, expireIn: Math.ceil((this.#token.until - now) / 1000) }
  }

  #giveOldToken(query: URLSearchParams): unknown {
    if (query.get('appsecret') !== this.clientSecret) throw DingtalkError.old(40089, '不合法的corpid或corpsecret')
    const { accessToken, expireIn } = this.#giveToken(query.get('appkey'), query.get('appsecret')) as Fields
    return { errcode: 0, errmsg: 'ok', access_token: accessToken, expires_in: expireIn }
  }

  #isToken(token: unknown): boolean {
    return this.#token !== null && token === this.#token.value && this.#token.until > this.#now()
  }

  #giveTicket({ clientId, clientSecret }: Fields): unknown {
    if (clientId !== this.clientId || clientSecret !== this.clientSecret) throw DingtalkError.refused('authFailed', 401)
    const ticket = `ticket+${++this.#count}/=`
    this.#tickets.set(ticket, performance.now() + TICKET_MS)
    return { endpoint: `${this.url.replace('http', 'ws')}/connect`, ticket }
  }
}
