import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { WebSocketServer } from 'ws'
import { AppSide } from './app-side.ts'
import { BotSide } from './bot-side.ts'
import { CallbackSide } from './callback-side.ts'
import { noFaults, strikes } from './faults.ts'
import { MediaServer } from './media-server.ts'
import { Tenant } from './tenant.ts'
import { WecomError } from './wecom-error.ts'
import { cdata, WecomPerson } from './wecom-person.ts'

export const BOT = { id: 'bot-id', secret: 'bot-secret-of-the-test' }
export const APP = { corpId: 'ww0123456789abcdef', agentId: '1000002', secret: 'agent-secret-of-the-test' }
export const CALLBACK = { token: 'callbackToken', encodingAesKey: 'jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C' }

interface EmulatorOptions {
  /** The platform's time, ms; the machine's when absent. */
  readonly now?: () => number
  /** How many times faster everything passes that has a length: windows and lives. */
  readonly speed?: number
  /** The minute in which messages are counted, ms. */
  readonly minuteMs?: number
}

/** WeCom with both of its channels, for one company. */
export class WecomEmulator {
  readonly faults = noFaults()
  readonly tenant = new Tenant()
  readonly media: MediaServer
  readonly bot: BotSide
  readonly app: AppSide
  readonly callback: CallbackSide
  /** Where whoever comes for a file, or brings one, is sent on to. */
  filesElsewhere: string | null = null
  /** Interfaces that were asked, by path. */
  readonly requested: string[] = []
  readonly #server: Server
  readonly #sockets = new Set<Socket>()
  readonly #web = new WebSocketServer({ noServer: true })
  readonly #now: () => number
  #inHand = 0
  #port = 0
  #n = 0

  constructor({ now = Date.now, speed = 1, minuteMs = 60_000 / speed }: EmulatorOptions = {}) {
    const lasts = (ms: number) => ms / speed
    const time = () => now() + this.faults.skewMs
    const { tenant, faults } = this
    this.#now = time
    this.media = new MediaServer(time)
    const shared = { tenant, media: this.media, faults, now: time, lasts, minuteMs }
    this.bot = new BotSide({ ...shared, botId: BOT.id, secret: BOT.secret })
    this.callback = new CallbackSide({ ...shared, ...APP, ...CALLBACK, onActivity: () => tenant.activity++ })
    this.app = new AppSide({ ...shared, ...APP, callsBack: () => this.callback.take !== null })
    this.#server = createServer((request, response) => void this.#answer(request, response))
    this.#server.on('connection', (socket) => {
      this.#sockets.add(socket)
      socket.on('close', () => this.#sockets.delete(socket))
    })
    this.#server.on('upgrade', (request, socket, head) => {
      if (strikes(faults, 'refuseConnects')) return socket.destroy()
      this.#web.handleUpgrade(request, socket, head, (ws) => this.bot.accept(ws))
    })
  }

  async start(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#server.listen(this.#port, '127.0.0.1', resolve)
    await promise
    this.#port = (this.#server.address() as AddressInfo).port
  }

  async stop(): Promise<void> {
    this.bot.stop()
    for (const socket of this.#sockets) socket.destroy()
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#server.close(() => resolve())
    await promise
  }

  get wsUrl(): string {
    return `ws://127.0.0.1:${this.#port}`
  }

  get apiUrl(): string {
    return `http://127.0.0.1:${this.#port}`
  }

  /** Whether a request is being answered. */
  get busy(): boolean {
    return this.#inHand > 0
  }

  person(userId: string): WecomPerson {
    return new WecomPerson(this, userId)
  }

  /** The inside of a callback. Ids are longer than a number is exact. */
  callbackXml(userId: string, type: string, fields: string): string {
    const id = type === 'event' ? '' : `<MsgId>${(9_007_199_254_740_993n + BigInt(++this.#n)).toString()}</MsgId>`
    const time = Math.floor(this.#now() / 1000)
    return `<xml><ToUserName>${cdata(APP.corpId)}</ToUserName><FromUserName>${cdata(userId)}</FromUserName><CreateTime>${time}</CreateTime><MsgType>${cdata(type)}</MsgType>${fields}${id}<AgentID>${APP.agentId}</AgentID></xml>`
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { faults, tenant } = this
    tenant.activity++
    this.#inHand++
    response.on('close', () => this.#inHand--)
    if (strikes(faults, 'cutRequests')) return void request.socket.destroy()
    if (strikes(faults, 'html'))
      return void response.writeHead(200, { 'content-type': 'text/html' }).end('<html>502</html>')
    if (strikes(faults, 'badGateway')) return void response.writeHead(502).end('bad gateway')
    const url = new URL(request.url ?? '/', this.apiUrl)
    if (this.filesElsewhere && /\/media\//.test(url.pathname)) {
      return void response.writeHead(302, { location: this.filesElsewhere }).end()
    }
    if (this.media.answer(request, response)) return
    this.requested.push(url.pathname)
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    try {
      if (strikes(faults, 'busy')) throw new WecomError(45009, 'api freq out of limit')
      if (url.pathname === '/cgi-bin/gettoken' && faults.slowTokenMs > 0) {
        const { promise, resolve } = Promise.withResolvers<void>()
        setTimeout(resolve, faults.slowTokenMs)
        await promise
      }
      const answer = this.#route(url, Buffer.concat(chunks), request, response)
      if (answer === null) return
      if (strikes(faults, 'loseReplies')) return void request.socket.destroy()
      response.setHeader('content-type', 'application/json; charset=UTF-8')
      response.end(JSON.stringify({ errcode: 0, errmsg: 'ok', ...answer }))
    } catch (error) {
      const code = error instanceof WecomError ? error.errcode : -1
      const errmsg = error instanceof Error ? error.message : 'system error'
      response.setHeader('content-type', 'application/json; charset=UTF-8')
      response.end(JSON.stringify({ errcode: code, errmsg }))
    }
  }

  #route(url: URL, raw: Buffer, request: IncomingMessage, response: ServerResponse): Record<string, unknown> | null {
    const query = url.searchParams
    const { app, media } = this
    if (url.pathname === '/cgi-bin/gettoken') return app.getToken(query.get('corpid'), query.get('corpsecret'))
    app.checkToken(query.get('access_token'))
    const body = () => JSON.parse(raw.toString('utf8')) as Record<string, unknown>
    switch (url.pathname) {
      case '/cgi-bin/message/send':
        return app.send(body())
      case '/cgi-bin/message/update_template_card':
        return app.updateCard(body())
      case '/cgi-bin/message/recall':
        return app.recall(body())
      case '/cgi-bin/appchat/create':
        return app.createChat(body())
      case '/cgi-bin/appchat/send':
        return app.sendToChat(body())
      case '/cgi-bin/department/simplelist':
        return app.departments()
      case '/cgi-bin/department/list':
        return app.departmentList()
      case '/cgi-bin/user/simplelist':
        return app.members(query.get('department_id'))
      case '/cgi-bin/user/get':
        return app.member(query.get('userid'))
      case '/cgi-bin/user/list_id': {
        const asked = body()
        return app.memberIds(String(asked.cursor ?? ''), Number(asked.limit ?? 10_000))
      }
      case '/cgi-bin/getcallbackip':
        return { ip_list: ['127.0.0.1'] }
      case '/cgi-bin/media/upload': {
        const file = multipart(raw, request.headers['content-type'] ?? '')
        return { type: query.get('type') ?? 'file', media_id: media.keep(file), created_at: '0' }
      }
      case '/cgi-bin/media/get': {
        const file = media.get(query.get('media_id') ?? '')
        response.setHeader('content-disposition', `attachment; filename="${encodeURIComponent(file.name)}"`)
        response.setHeader('content-type', file.type)
        response.end(file.bytes)
        return null
      }
      default:
        throw new WecomError(40058, `no such interface ${url.pathname}`)
    }
  }
}

/** The one file of a multipart body. */
function multipart(raw: Buffer, contentType: string): { name: string; type: string; bytes: Uint8Array } {
  const boundary = /boundary=("?)([^";]+)\1/.exec(contentType)?.[2]
  const head = raw.indexOf('\r\n\r\n')
  if (!boundary || head < 0) throw new WecomError(41005, 'media data missing')
  const headers = raw.subarray(0, head).toString('utf8')
  const name = /filename="([^"]*)"/.exec(headers)?.[1]
  if (!name || !/name="media"/.test(headers)) throw new WecomError(41005, 'media data missing')
  const end = raw.lastIndexOf(`\r\n--${boundary}`)
  const type = /content-type: *([^\r\n]+)/i.exec(headers)?.[1] ?? 'application/octet-stream'
  return { name, type, bytes: raw.subarray(head + 4, end) }
}
