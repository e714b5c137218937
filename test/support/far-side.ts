import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'

/** Something that happened at the platform's side, in order. */
export interface FarEvent {
  readonly kind: 'connect' | 'close' | 'send' | 'ack'
  readonly pid: number
  readonly key: string
}

/** A platform in the test's process: processes under test connect to it, send to it, and are told what people say. */
export class FarSide {
  readonly events: FarEvent[] = []
  /** How long it thinks about each send, ms. */
  delayMs = 0
  readonly #connections = new Map<number, ServerResponse>()
  readonly #watching = new Set<() => void>()
  readonly #server = createServer((request, response) => void this.#answer(request, response))

  static async start(): Promise<FarSide> {
    const far = new FarSide()
    const { promise, resolve } = Promise.withResolvers<void>()
    far.#server.listen(0, '127.0.0.1', resolve)
    await promise
    onTestFinished(() => {
      far.#server.closeAllConnections()
      far.#server.close()
    })
    return far
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  /** Who is connected. */
  get connected(): number[] {
    return [...this.#connections.keys()]
  }

  of(kind: FarEvent['kind'], pid?: number): FarEvent[] {
    return this.events.filter((event) => event.kind === kind && (pid === undefined || event.pid === pid))
  }

  /** Resolves as soon as it is so. */
  async until(condition: () => boolean): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    const look = () => condition() && resolve()
    this.#watching.add(look)
    look()
    await promise
    this.#watching.delete(look)
  }

  /** Somebody says something; the connected process is told. */
  say(userId: string, text: string, key: string): void {
    for (const connection of this.#connections.values()) connection.write(`${JSON.stringify({ key, userId, text })}\n`)
  }

  #record(event: FarEvent): void {
    this.events.push(event)
    for (const look of this.#watching) look()
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://far')
    const [pid, key] = [Number(searchParams.get('pid')), searchParams.get('key') ?? '']
    switch (pathname) {
      case '/listen': {
        this.#connections.set(pid, response)
        response.writeHead(200).write('\n')
        this.#record({ kind: 'connect', pid, key })
        response.on('close', () => {
          this.#connections.delete(pid)
          this.#record({ kind: 'close', pid, key })
        })
        return
      }
      case '/look-up':
        response.end(String(this.of('send').findIndex((event) => event.key === key)))
        return
      default:
        this.#record({ kind: pathname === '/send' ? 'send' : 'ack', pid, key })
        setTimeout(() => response.end(String(this.events.length)), this.delayMs)
    }
  }
}
