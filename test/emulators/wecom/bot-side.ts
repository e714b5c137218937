import type { WebSocket } from 'ws'
import { Windows } from '../windows.ts'
import { bytes, checkCard, type TemplateCard } from './card-rules.ts'
import { type Faults, strikes } from './faults.ts'
import type { MediaServer } from './media-server.ts'
import type { Tenant } from './tenant.ts'
import { WecomError } from './wecom-error.ts'

interface BotSideParts {
  readonly botId: string
  readonly secret: string
  readonly tenant: Tenant
  readonly media: MediaServer
  readonly faults: Faults
  /** The platform's time, ms. */
  readonly now: () => number
  /** How long something of so many ms takes in this emulator. */
  readonly lasts: (ms: number) => number
  /** The minute in which messages are counted, ms; an hour is sixty of them. */
  readonly minuteMs: number
}

export interface Frame {
  readonly cmd?: string
  readonly headers: { readonly req_id: string }
  readonly body?: Record<string, unknown>
}

/** What may be answered to a callback, and until when. */
interface Callback {
  readonly kind: 'message' | 'enter' | 'click' | 'other'
  readonly in: string
  readonly at: number
  readonly taskId?: string
}

const DAY_MS = 24 * 3_600_000
const ANSWER_MS = 5000
const STREAM_MS = 6 * 60_000
const SILENT_MS = 90_000
const MARKDOWN_BYTES = 20_480

/** The platform's end of the AI bot's long connection. */
export class BotSide {
  readonly #parts: BotSideParts
  readonly #limits: Windows
  readonly #uploads: Windows
  readonly #callbacks = new Map<string, Callback>()
  readonly #streams = new Map<string, { message: number; until: number }>()
  readonly #taskIds = new Set<string>()
  /** Cards by their task, where they stand. */
  readonly #cards = new Map<string, number>()
  /** Whom the bot may write to: those who have written to it. */
  readonly written = new Set<string>()
  /** Every frame that was pushed, to be pushed once more. */
  readonly pushed: Frame[] = []
  /** Frames that came in and were refused, by code. */
  readonly refused: number[] = []
  /** Answers that were given, heartbeats apart. */
  acks = 0
  #socket: WebSocket | null = null
  #silence: NodeJS.Timeout | null = null
  #subscribes = 0
  #n = 0

  constructor(parts: BotSideParts) {
    this.#parts = parts
    const { minuteMs } = parts
    const spans = [
      { count: 30, perMs: minuteMs },
      { count: 1000, perMs: 60 * minuteMs },
    ]
    this.#limits = new Windows(spans)
    this.#uploads = new Windows(spans)
  }

  /** How often somebody has subscribed. */
  get subscribes(): number {
    return this.#subscribes
  }

  get subscribed(): boolean {
    return this.#socket !== null
  }

  accept(socket: WebSocket): void {
    socket.on('error', () => {})
    socket.on('close', () => {
      if (this.#socket === socket) this.#socket = null
    })
    socket.on('message', (data) => {
      if (this.#parts.faults.halfOpen) return
      this.#parts.tenant.activity++
      this.#watch(socket)
      void this.#take(socket, JSON.parse(String(data)) as Frame)
    })
  }

  /** Ends the connection as a broken network does. */
  drop(): void {
    this.#socket?.terminate()
  }

  close(code: number): void {
    this.#socket?.close(code)
  }

  stop(): void {
    if (this.#silence) clearTimeout(this.#silence)
    this.#socket?.terminate()
  }

  /** Resolves when the other end has got everything that was pushed: pings are answered in order. */
  async roundTrip(): Promise<void> {
    const socket = this.#socket
    if (!socket || this.#parts.faults.halfOpen) return
    const { promise, resolve } = Promise.withResolvers<void>()
    const closed = () => resolve()
    // The SDK answers each ping once more, with nothing in it.
    const mark = `round ${++this.#n}`
    const heard = (data: Buffer) => {
      if (data.toString() === mark) resolve()
    }
    socket.on('pong', heard)
    socket.once('close', closed)
    socket.ping(mark)
    await promise
    socket.off('pong', heard)
    socket.off('close', closed)
  }

  /** Puts through something as it is, well-formed or not. */
  raw(text: string): void {
    this.#socket?.send(text)
  }

  /** Tells the bot; false when nobody listens. */
  push(cmd: string, body: Record<string, unknown>, callback: Omit<Callback, 'at'>): boolean {
    const frame: Frame = { cmd, headers: { req_id: `req-${++this.#n}` }, body: { msgid: `msg-${this.#n}`, ...body } }
    this.pushed.push(frame)
    this.#callbacks.set(frame.headers.req_id, { ...callback, at: this.#parts.now() })
    return this.deliver(frame)
  }

  /** Pushes a frame, for the first time or again: a repetition has a request id of its own. */
  deliver(frame: Frame, again = false): boolean {
    if (!this.#socket || this.#parts.faults.halfOpen || this.#parts.faults.forgetSubscription) return false
    this.#parts.tenant.activity++
    const headers = again ? { req_id: `req-${++this.#n}` } : frame.headers
    const before = this.#callbacks.get(frame.headers.req_id)
    if (before) this.#callbacks.set(headers.req_id, { ...before, at: this.#parts.now() })
    this.#socket.send(JSON.stringify({ ...frame, headers }))
    return true
  }

  /** Somebody subscribes elsewhere: the one that was there is told, and cut off. */
  evict(): void {
    const body = { msgid: `msg-${++this.#n}`, msgtype: 'event', event: { eventtype: 'disconnected_event' } }
    this.#socket?.send(JSON.stringify({ cmd: 'aibot_event_callback', headers: { req_id: `req-${this.#n}` }, body }))
    this.#socket?.close(1000)
    this.#socket = null
  }

  #watch(socket: WebSocket): void {
    if (this.#silence) clearTimeout(this.#silence)
    this.#silence = setTimeout(() => socket.terminate(), this.#parts.lasts(SILENT_MS))
    this.#silence.unref()
  }

  async #take(socket: WebSocket, frame: Frame): Promise<void> {
    const { faults } = this.#parts
    const answer = (rest: Record<string, unknown>) => {
      const text = JSON.stringify({ headers: { req_id: frame.headers.req_id }, ...rest })
      const send = () => {
        if (frame.cmd !== 'ping') this.acks++
        socket.send(text)
      }
      if (faults.lateAckMs > 0 && frame.cmd !== 'aibot_subscribe' && frame.cmd !== 'ping') {
        setTimeout(send, faults.lateAckMs).unref()
      } else send()
      if (faults.duplicateAcks) send()
    }
    try {
      const body = this.#handle(socket, frame)
      if (body === 'silence') return
      if (frame.cmd !== 'ping' && frame.cmd !== 'aibot_subscribe' && strikes(faults, 'withholdAcks')) return
      answer({ errcode: 0, errmsg: 'ok', ...(body && { body }) })
    } catch (error) {
      const code = error instanceof WecomError ? error.errcode : -1
      this.refused.push(code)
      answer({ errcode: code, errmsg: error instanceof Error ? error.message : 'system error' })
    }
  }

  #handle(socket: WebSocket, { cmd, headers, body = {} }: Frame): Record<string, unknown> | null | 'silence' {
    const { faults, media, now } = this.#parts
    if (cmd === 'aibot_subscribe') return this.#subscribe(socket, body)
    if (this.#socket !== socket || faults.forgetSubscription) throw new WecomError(846609, 'not subscribed')
    switch (cmd) {
      case 'ping':
        return null
      case 'aibot_respond_msg':
        return this.#respond(headers.req_id, body)
      case 'aibot_respond_welcome_msg': {
        const callback = this.#callbacks.get(headers.req_id)
        if (callback?.kind !== 'enter') throw new WecomError(846605, 'invalid req_id')
        if (now() - callback.at > this.#parts.lasts(ANSWER_MS)) throw new WecomError(846605, 'invalid req_id')
        this.#put(callback.in, body)
        return null
      }
      case 'aibot_respond_update_msg':
        return this.#update(headers.req_id, body)
      case 'aibot_send_msg':
        return this.#send(body)
      case 'aibot_upload_media_init':
        if (!this.#uploads.take('upload', now())) throw new WecomError(45009, 'api freq out of limit')
        return { upload_id: media.init(body) }
      case 'aibot_upload_media_chunk':
        media.chunk(body)
        return null
      case 'aibot_upload_media_finish':
        return { media_id: media.finish(body), type: 'file', created_at: String(now()) }
      default:
        throw new WecomError(40058, 'unknown cmd')
    }
  }

  #subscribe(socket: WebSocket, body: Record<string, unknown>): null | 'silence' {
    if (strikes(this.#parts.faults, 'ignoreSubscribes')) return 'silence'
    if (body.bot_id !== this.#parts.botId || body.secret !== this.#parts.secret) {
      throw new WecomError(40001, 'invalid credential')
    }
    this.#subscribes++
    if (this.#socket && this.#socket !== socket) this.evict()
    this.#socket = socket
    return null
  }

  #respond(reqId: string, body: Record<string, unknown>): null {
    const { now, lasts } = this.#parts
    const callback = this.#callbacks.get(reqId)
    if (callback?.kind !== 'message' || now() - callback.at > lasts(DAY_MS)) {
      throw new WecomError(846605, 'invalid req_id')
    }
    this.#limit(callback.in)
    if (body.msgtype !== 'stream') {
      this.#put(callback.in, body)
      return null
    }
    const stream = body.stream as { id: string; content: string; finish?: boolean }
    if (bytes(stream.content) > MARKDOWN_BYTES) throw new WecomError(45002, 'content size out of limit')
    const open = this.#streams.get(stream.id)
    if (open && open.until < now()) throw new WecomError(846608, 'stream expired')
    if (open) this.#change(open.message, { text: stream.content, card: null })
    else {
      const shown = this.#parts.tenant.show({ in: callback.in, from: 'hearback', text: stream.content })
      this.#streams.set(stream.id, { message: shown.n, until: now() + lasts(STREAM_MS) })
    }
    return null
  }

  #send(body: Record<string, unknown>): null {
    const chatid = String(body.chatid ?? '')
    const { tenant } = this.#parts
    const group = tenant.groups.has(chatid)
    if (!this.written.has(chatid) || (body.chat_type === 1 && group) || (body.chat_type === 2 && !group)) {
      throw new WecomError(93006, 'invalid chatid')
    }
    const place = group ? `group:${chatid}` : `bot:${chatid}`
    this.#limit(place)
    this.#put(place, body)
    return null
  }

  #limit(place: string): void {
    if (!this.#limits.take(place, this.#parts.now())) throw new WecomError(45009, 'api freq out of limit')
  }

  #put(place: string, body: Record<string, unknown>): void {
    const { tenant, media } = this.#parts
    switch (body.msgtype) {
      case 'markdown': {
        const { content } = body.markdown as { content: string }
        if (!content) throw new WecomError(44004, 'empty content')
        if (bytes(content) > MARKDOWN_BYTES) throw new WecomError(45002, 'content size out of limit')
        tenant.show({ in: place, from: 'hearback', text: content })
        return
      }
      case 'text':
        tenant.show({ in: place, from: 'hearback', text: (body.text as { content: string }).content })
        return
      case 'template_card': {
        const card = body.template_card as TemplateCard
        checkCard(card)
        if (card.task_id && this.#taskIds.has(card.task_id)) throw new WecomError(42014, 'task_id duplicated')
        const shown = tenant.show({ in: place, from: 'hearback', text: '', card })
        if (card.task_id) {
          this.#taskIds.add(card.task_id)
          this.#cards.set(card.task_id, shown.n)
        }
        return
      }
      case 'file':
      case 'image': {
        const { media_id: id } = body[body.msgtype] as { media_id: string }
        const file = media.get(id)
        tenant.show({ in: place, from: 'hearback', text: '', file })
        return
      }
      default:
        throw new WecomError(40008, 'invalid message type')
    }
  }

  #update(reqId: string, body: Record<string, unknown>): null {
    const { now, lasts } = this.#parts
    const callback = this.#callbacks.get(reqId)
    if (callback?.kind !== 'click' || now() - callback.at > lasts(ANSWER_MS)) {
      throw new WecomError(846605, 'invalid req_id')
    }
    const card = body.template_card as TemplateCard
    if (card.task_id !== callback.taskId) throw new WecomError(42014, 'task_id does not match')
    checkCard(card)
    const message = this.#cards.get(card.task_id ?? '')
    if (message !== undefined) this.#change(message, { text: '', card })
    return null
  }

  #change(n: number, what: { text: string; card: TemplateCard | null }): void {
    const shown = this.#parts.tenant.shown[n - 1]
    if (shown) Object.assign(shown, what)
    this.#parts.tenant.activity++
  }
}
