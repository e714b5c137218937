import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type WebSocket, WebSocketServer } from 'ws'
import { DeliveryHub } from './delivery-hub.ts'

type Fields = Record<string, unknown>

/** What somebody on DingTalk sees: the markdown as it was sent. */
export interface SeenMarkdown {
  readonly to: string
  readonly title: string
  readonly text: string
}

const TICKET_MS = 90_000
const MOST_IN_BATCH = 20

/** DingTalk as far as a robot needs it; refuses what DingTalk refuses, with its code. */
export class DingtalkEmulator {
  readonly clientId = 'ding-app'
  readonly clientSecret = 'very-secret-app-secret'
  readonly staff = new Set<string>()
  readonly flowControlled = new Set<string>()
  readonly groups = new Set<string>()
  readonly seen: SeenMarkdown[] = []
  readonly hub = new DeliveryHub()
  /** Answers the next API calls are given in the place of the real ones, by path. */
  readonly faults: { readonly path: string; readonly status: number; readonly body: string }[] = []
  /** So many upgrades are refused from now on. */
  refuseSockets = 0
  opened = 0
  tokensGiven = 0
  callsLeft = 5000
  readonly #tickets = new Map<string, number>()
  readonly #tokens = new Set<string>()
  readonly #recent = new Set<string>()
  readonly #server: Server
  readonly #sockets = new WebSocketServer({ noServer: true })
  #count = 0

  private constructor() {
    this.#server = createServer((request, response) => void this.#answer(request, response))
    this.#server.on('upgrade', (request, socket, head) => {
      const ticket = new URL(request.url ?? '/', 'http://x').searchParams.get('ticket') ?? ''
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

  static async start(): Promise<DingtalkEmulator> {
    const emulator = new DingtalkEmulator()
    const { promise, resolve } = Promise.withResolvers<void>()
    emulator.#server.listen(0, '127.0.0.1', resolve)
    await promise
    return emulator
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  revokeTokens(): void {
    this.#tokens.clear()
  }

  /** What a person writes, alone with the robot or with `@` in a group; answers the frame's data. */
  said(staffId: string | null, text: string, group: string | null = null): Fields {
    return {
      msgId: `msg-${++this.#count}`,
      conversationId: group ?? `cid-of-${staffId}`,
      conversationType: group === null ? '1' : '2',
      senderId: `$:LWCP_v1:$${staffId ?? 'stranger'}`,
      ...(staffId !== null && { senderStaffId: staffId }),
      chatbotUserId: '$:LWCP_v1:$bot',
      robotCode: this.clientId,
      sessionWebhook: `${this.url}/robot/sendBySession?session=${staffId ?? 'stranger'}`,
      msgtype: 'text',
      text: { content: group === null ? text : ` ${text}` },
    }
  }

  async stop(): Promise<void> {
    this.hub.closeAll()
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#server.close(() => resolve())
    this.#server.closeAllConnections()
    await promise
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let text = ''
    for await (const chunk of request) text += String(chunk)
    const { pathname, searchParams } = new URL(request.url ?? '/', this.url)
    const fault = this.faults.findIndex(({ path }) => path === pathname)
    if (fault >= 0) {
      const [{ status, body }] = this.faults.splice(fault, 1) as [(typeof this.faults)[number]]
      response.writeHead(status).end(body)
      return
    }
    const body = (text === '' ? {} : JSON.parse(text)) as Fields
    const [status, answer] = this.#route(pathname, searchParams, body, request.headers['x-acs-dingtalk-access-token'])
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer))
  }

  #route(path: string, query: URLSearchParams, body: Fields, token: unknown): [number, unknown] {
    if (path === '/v1.0/oauth2/accessToken') return this.#giveToken(body)
    if (path === '/v1.0/gateway/connections/open') return this.#giveTicket(body)
    if (path === '/robot/sendBySession') {
      const { markdown } = body as { markdown: { title: string; text: string } }
      this.#show(String(query.get('session')), markdown)
      return [200, { errcode: 0, errmsg: 'ok' }]
    }
    if (typeof token !== 'string' || !this.#tokens.has(token)) return [400, { code: 'InvalidAuthentication' }]
    if (this.callsLeft-- <= 0) return [403, { code: 'Forbidden.AccessDenied.ApiCountLimitForOrg' }]
    if (body.robotCode !== undefined && body.robotCode !== this.clientId) return [400, { code: 'invalid.robotCode' }]
    if (path === '/v1.0/robot/oToMessages/batchSend') return this.#batch(body)
    if (path === '/v1.0/robot/groupMessages/send') return this.#group(body)
    return [404, { code: 'InvalidAction.NotFound' }]
  }

  #giveToken({ appKey, appSecret }: Fields): [number, unknown] {
    if (appKey !== this.clientId || appSecret !== this.clientSecret) return [400, { code: 'invalidClientIdOrSecret' }]
    const accessToken = `token-${++this.tokensGiven}`
    this.#tokens.add(accessToken)
    return [200, { accessToken, expireIn: 7200 }]
  }

  #giveTicket({ clientId, clientSecret }: Fields): [number, unknown] {
    if (clientId !== this.clientId || clientSecret !== this.clientSecret) return [401, { code: 'authFailed' }]
    const ticket = `ticket+${++this.#count}/=`
    this.#tickets.set(ticket, performance.now() + TICKET_MS)
    return [200, { endpoint: `${this.url.replace('http', 'ws')}/connect`, ticket }]
  }

  #batch({ userIds, msgParam }: Fields): [number, unknown] {
    const ids = userIds as string[]
    if (ids.length > MOST_IN_BATCH) return [400, { code: 'invalidParameter.userIds.tooLong' }]
    const invalid = ids.filter((id) => !this.staff.has(id))
    if (invalid.length === ids.length) return [400, { code: 'staffId.notExisted' }]
    const slowed = ids.filter((id) => this.flowControlled.has(id))
    for (const id of ids) {
      if (!invalid.includes(id) && !slowed.includes(id)) this.#show(id, JSON.parse(String(msgParam)))
    }
    const processQueryKey = `pqk-${++this.#count}`
    return [200, { processQueryKey, invalidStaffIdList: invalid, flowControlledStaffIdList: slowed }]
  }

  #group({ openConversationId, msgParam }: Fields): [number, unknown] {
    const id = String(openConversationId)
    if (!this.groups.has(id)) return [400, { code: 'miss.openConversationId' }]
    this.#show(id, JSON.parse(String(msgParam)))
    return [200, { processQueryKey: `pqk-${++this.#count}` }]
  }

  /** The same text to the same person on one day is dropped, although success is answered. */
  #show(to: string, { title, text }: { title: string; text: string }): void {
    const same = JSON.stringify([to, text])
    if (this.#recent.has(same)) return
    this.#recent.add(same)
    this.seen.push({ to, title, text })
    this.hub.changed()
  }
}
