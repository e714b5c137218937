import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { json } from 'node:stream/consumers'
import { onTestFinished } from 'vitest'

/** One message as it reached its recipient. */
interface Delivery {
  readonly key: string
  readonly to: string
  readonly text: string
  /** When the call was made, by the clock of the machine, ms: what a busy machine does to it on the way is no excess. */
  readonly at: number
}

/** What it does to a request. `deliver`: as asked. `refuse`: says no, delivers nothing. `lose-reply`: delivers, and hangs up. */
type Fate = 'deliver' | 'lose-reply' | { readonly refuse: number; readonly retryAfterS?: number }

/**
 * A chat platform out of reach of the program under test: it takes messages over HTTP, can be asked about a key, does
 * harm as it is told, and keeps the only record that fault tests count in.
 */
export class RecordingPlatform {
  readonly #server: Server
  readonly #watching = new Set<() => void>()
  readonly #held: (() => void)[] = []
  #holding = false
  #inHand = 0
  /** Everything that was delivered, in order; a key that stands here twice was delivered twice. */
  readonly deliveries: Delivery[] = []
  /** Keys of all requests to deliver, refused ones too. */
  readonly asked: string[] = []
  lookUps = 0
  lostReplies = 0
  refusals = 0
  /** Keys whose last request was refused. */
  readonly refused = new Set<string>()
  /** Keys that were delivered without a reply. */
  readonly unanswered = new Set<string>()
  /** Decides about each request. */
  fate: (message: Delivery) => Fate = () => 'deliver'
  /** Called when a message is delivered, before that is answered. */
  onDelivery: (message: Delivery) => void = () => {}
  /** The clock it shows in its answers, ms; null for the right one. */
  now: (() => number) | null = null

  private constructor(server: Server) {
    this.#server = server
    server.on('request', (request, response) => void this.#answer(request, response).catch(() => request.destroy()))
  }

  /** Listens on a free port until the test ends. */
  static async start(): Promise<RecordingPlatform> {
    const server = createServer({ keepAlive: true })
    const platform = new RecordingPlatform(server)
    const { promise, resolve } = Promise.withResolvers<void>()
    server.listen(0, '127.0.0.1', resolve)
    await promise
    onTestFinished(() => {
      platform.release()
      server.close()
      server.closeAllConnections()
    })
    return platform
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  /** Requests that have come and are not answered. */
  get inHand(): number {
    return this.#inHand
  }

  /** How often each key was delivered. */
  get counts(): Map<string, number> {
    const counts = new Map<string, number>()
    for (const { key } of this.deliveries) counts.set(key, (counts.get(key) ?? 0) + 1)
    return counts
  }

  /** Deliveries of what had been delivered before: to the same person with the same text, or with the same key. */
  get doubled(): number {
    const texts = new Set(this.deliveries.map(({ to, text }) => `${to} ${text}`))
    return this.deliveries.length - Math.min(texts.size, this.counts.size)
  }

  /** Takes requests from now on without delivering or answering, until `release`. */
  hold(): void {
    this.#holding = true
  }

  /** Goes on with everything that was held. */
  release(): void {
    this.#holding = false
    for (const go of this.#held.splice(0)) go()
  }

  /** Begins its record anew. */
  forget(): void {
    this.deliveries.length = 0
    this.asked.length = 0
    this.lookUps = 0
  }

  /** Resolves as soon as this is so; looked at whenever a request comes in, is delivered, or ends. */
  async until(condition: () => boolean): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    const look = () => condition() && resolve()
    this.#watching.add(look)
    look()
    await promise
    this.#watching.delete(look)
  }

  /** Resolves when so many different messages have been delivered. */
  async delivered(count: number): Promise<void> {
    await this.until(() => this.deliveries.length >= count && this.counts.size >= count)
  }

  #look(): void {
    for (const look of this.#watching) look()
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (this.now) response.setHeader('date', new Date(this.now()).toUTCString())
    if (request.method === 'GET') return this.#lookUp(decodeURIComponent(request.url?.slice(1) ?? ''), response)
    const message = (await json(request)) as Delivery
    this.asked.push(message.key)
    this.#inHand++
    this.#look()
    if (this.#holding) await this.#turn()
    try {
      this.#deliver(message, response)
    } finally {
      this.#inHand--
      this.#look()
    }
  }

  #turn(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#held.push(resolve)
    return promise
  }

  #deliver(message: Delivery, response: ServerResponse): void {
    const fate = this.fate(message)
    if (typeof fate === 'object') {
      this.refusals++
      this.refused.add(message.key)
      if (fate.retryAfterS !== undefined) response.setHeader('retry-after', String(fate.retryAfterS))
      response.writeHead(fate.refuse).end()
      return
    }
    this.refused.delete(message.key)
    this.deliveries.push(message)
    this.onDelivery(message)
    if (fate === 'deliver') return void response.end(JSON.stringify({ id: `id-${this.deliveries.length}` }))
    this.lostReplies++
    this.unanswered.add(message.key)
    response.destroy()
  }

  #lookUp(key: string, response: ServerResponse): void {
    this.lookUps++
    this.#look()
    const index = this.deliveries.findIndex((delivery) => delivery.key === key)
    if (index < 0) return void response.writeHead(404).end()
    response.end(JSON.stringify({ id: `id-${index + 1}` }))
  }
}

/** Refuses and loses replies in these shares, as the random numbers fall. */
export function faultsAtRandom(random: () => number, shares: { refuse: number; lose: number }): () => Fate {
  return () => {
    const at = random()
    if (at < shares.refuse) return { refuse: 503 }
    return at < shares.refuse + shares.lose ? 'lose-reply' : 'deliver'
  }
}
