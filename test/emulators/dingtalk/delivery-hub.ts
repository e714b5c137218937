import type { WebSocket } from 'ws'
import { seededRandom } from '../../support/seeded-random.ts'

const ROBOT = '/v1.0/im/bot/messages/get'
const ACK_MS = 60_000
const GOODBYE_MS = 10_000

type Fields = Readonly<Record<string, unknown>>
type FrameType = 'SYSTEM' | 'EVENT' | 'CALLBACK'

/** How a delivery ended: with what the application answered, or not at all. */
export type Outcome = { readonly acked: true; readonly data: Fields } | { readonly acked: false }

interface HubOptions {
  /** After so long without an answer something is pushed again. */
  readonly ackMs?: number
  /** How often, beside the first time. */
  readonly repeats?: number
  /** Robot messages and cards are repeated as events are; sources differ about that. */
  readonly repeatsCallbacks?: boolean
  /** So long after `disconnect` the connection is closed. */
  readonly goodbyeMs?: number
}

interface Delivery {
  readonly type: 'EVENT' | 'CALLBACK'
  readonly topic: string
  readonly data: string
  readonly more: Fields
  readonly end: (outcome: Outcome) => void
  left: number
  timer: NodeJS.Timeout | null
}

/** The sockets of an application and what is pushed through them; each frame goes to any one that listens. */
export class DeliveryHub {
  readonly acknowledged: string[] = []
  /** Frames that are waited for, by id. */
  readonly #waiting = new Map<string, { readonly delivery: Delivery; readonly socket: WebSocket }>()
  /** Everything that was delivered, to be delivered once more. */
  readonly #delivered: Pick<Delivery, 'type' | 'topic' | 'data' | 'more'>[] = []
  /** What could go through no connection. */
  readonly #queue: Delivery[] = []
  readonly #open = new Set<WebSocket>()
  readonly #muted = new Set<WebSocket>()
  readonly #stalled = new Set<WebSocket>()
  readonly #watching = new Set<() => void>()
  readonly #timers = new Set<NodeJS.Timeout>()
  readonly #random = seededRandom(7)
  readonly #options: Required<HubOptions>
  /** Pushes that were given up. */
  lost = 0
  #count = 0
  #rounds = 0

  constructor(options: HubOptions = {}) {
    this.#options = { ackMs: ACK_MS, repeats: 3, repeatsCallbacks: false, goodbyeMs: GOODBYE_MS, ...options }
  }

  /** How much has been pushed and acknowledged. */
  get activity(): number {
    return this.#count + this.acknowledged.length
  }

  add(socket: WebSocket): void {
    this.#open.add(socket)
    socket.on('error', () => {})
    socket.on('ping', (data) => {
      if (!this.#stalled.has(socket)) socket.pong(data)
    })
    socket.on('message', (data) => {
      if (!this.#stalled.has(socket)) this.#heard(String(data))
    })
    socket.on('close', () => this.#gone(socket))
    this.#flush()
    this.changed()
  }

  /** Sockets through which something may come. */
  get listening(): readonly WebSocket[] {
    return [...this.#open].filter((socket) => !this.#muted.has(socket) && !this.#stalled.has(socket))
  }

  /** Pushes a robot message to whoever is connected; answers the id of the frame. */
  push(data: unknown, topic = ROBOT): string {
    const id = this.#nextId()
    this.raw(this.#frame(id, 'CALLBACK', topic, JSON.stringify(data)))
    return id
  }

  /** Pushes something until it is answered, or given up; waits for a connection where there is none. */
  deliver(type: 'EVENT' | 'CALLBACK', topic: string, data: string, more: Fields = {}): Promise<Outcome> {
    this.#delivered.push({ type, topic, data, more })
    return this.#deliver({ type, topic, data, more })
  }

  /** Pushes everything so far once more; resolves when it was answered. */
  async redeliver(): Promise<void> {
    for (const one of [...this.#delivered]) await this.#deliver(one)
  }

  #deliver({ type, topic, data, more }: Pick<Delivery, 'type' | 'topic' | 'data' | 'more'>): Promise<Outcome> {
    const { promise, resolve } = Promise.withResolvers<Outcome>()
    const left = type === 'EVENT' || this.#options.repeatsCallbacks ? this.#options.repeats : 0
    this.#send({ type, topic, data, more, left, timer: null, end: resolve })
    return promise
  }

  raw(frame: string): void {
    const socket = this.#any()
    if (!socket) throw new Error('nobody is connected')
    socket.send(frame)
  }

  /** Asks every client to connect anew; nothing more comes through these sockets, and then they are closed. */
  disconnect(): void {
    for (const socket of this.listening) {
      socket.send(this.#frame(this.#nextId(), 'SYSTEM', 'disconnect', '{"reason":"persistent"}'))
      this.#muted.add(socket)
      this.#later(() => socket.close(), this.#options.goodbyeMs)
    }
  }

  ping(opaque: string): string {
    const id = this.#nextId()
    this.raw(this.#frame(id, 'SYSTEM', 'ping', JSON.stringify({ opaque })))
    return id
  }

  /** The connections end without a word. */
  closeAll(): void {
    for (const socket of this.#open) socket.terminate()
  }

  /** The connections stand, but nothing passes any more, in either direction. */
  stall(): void {
    for (const socket of this.#open) this.#stalled.add(socket)
  }

  /** Resolves when the other end has got everything that was pushed: pings are answered in order. */
  async roundTrip(): Promise<void> {
    await Promise.all(this.listening.map((socket) => this.#echo(socket)))
  }

  stop(): void {
    for (const timer of this.#timers) clearTimeout(timer)
    for (const { delivery } of this.#waiting.values()) this.#giveUp(delivery)
    for (const delivery of this.#queue) this.#giveUp(delivery)
    this.closeAll()
  }

  changed(): void {
    for (const look of this.#watching) look()
  }

  /** Resolves as soon as something is so. */
  async until(isSo: () => boolean): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    const look = () => isSo() && resolve()
    this.#watching.add(look)
    look()
    await promise
    this.#watching.delete(look)
  }

  #send(delivery: Delivery): void {
    const socket = this.#any()
    if (!socket) {
      this.#queue.push(delivery)
      return
    }
    const id = this.#nextId()
    this.#waiting.set(id, { delivery, socket })
    socket.send(this.#frame(id, delivery.type, delivery.topic, delivery.data, delivery.more))
    delivery.timer = this.#later(() => {
      if (this.#take(id)) this.#again(delivery)
    }, this.#options.ackMs)
  }

  /** A repetition has an id of its own. */
  #again(delivery: Delivery): void {
    if (delivery.left-- > 0) this.#send(delivery)
    else this.#giveUp(delivery)
  }

  #giveUp(delivery: Delivery): void {
    this.lost++
    delivery.end({ acked: false })
    this.changed()
  }

  #heard(text: string): void {
    const { code, headers, data } = JSON.parse(text) as { code: number; headers: { messageId: string }; data: string }
    const id = headers.messageId
    this.acknowledged.push(id)
    const delivery = this.#take(id)
    if (delivery) {
      const answer = (data ? JSON.parse(data) : {}) as Fields
      if (code !== 200 || (delivery.type === 'EVENT' && answer.status === 'LATER')) this.#again(delivery)
      else delivery.end({ acked: true, data: answer })
    }
    this.changed()
  }

  /** What was on its way through a connection that ended is pushed through another, where such things are repeated. */
  #gone(socket: WebSocket): void {
    this.#open.delete(socket)
    for (const [id, waiting] of this.#waiting) {
      if (waiting.socket === socket && this.#take(id)) this.#again(waiting.delivery)
    }
    this.changed()
  }

  #take(id: string): Delivery | null {
    const delivery = this.#waiting.get(id)?.delivery ?? null
    this.#waiting.delete(id)
    if (delivery?.timer) clearTimeout(delivery.timer)
    return delivery
  }

  #flush(): void {
    for (const delivery of this.#queue.splice(0)) this.#send(delivery)
  }

  async #echo(socket: WebSocket): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    const mark = `round ${++this.#rounds}`
    const heard = (data: Buffer) => {
      if (String(data) === mark) resolve()
    }
    const closed = () => resolve()
    socket.on('pong', heard)
    socket.once('close', closed)
    socket.ping(mark)
    await promise
    socket.off('pong', heard)
    socket.off('close', closed)
  }

  #any(): WebSocket | undefined {
    const sockets = this.listening
    return sockets[Math.floor(this.#random() * sockets.length)]
  }

  #frame(messageId: string, type: FrameType, topic: string, data: string, more: Fields = {}): string {
    const time = String(Date.now())
    const headers = { topic, messageId, contentType: 'application/json', time, appId: 'app', ...more }
    return JSON.stringify({ specVersion: '1.0', type, headers, data })
  }

  #nextId(): string {
    return `frame-${++this.#count}`
  }

  #later(work: () => void, ms: number): NodeJS.Timeout {
    const timer = setTimeout(() => {
      this.#timers.delete(timer)
      work()
    }, ms)
    this.#timers.add(timer)
    return timer
  }
}
