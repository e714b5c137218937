import type { WebSocket } from 'ws'

const ROBOT = '/v1.0/im/bot/messages/get'

/** The sockets of an application and what is pushed through them; each frame goes to one that is not muted. */
export class DeliveryHub {
  readonly acknowledged: string[] = []
  readonly #open = new Set<WebSocket>()
  readonly #muted = new Set<WebSocket>()
  readonly #watching = new Set<() => void>()
  #count = 0

  add(socket: WebSocket): void {
    this.#open.add(socket)
    socket.on('message', (data) => {
      const { headers } = JSON.parse(String(data)) as { headers: { messageId: string } }
      this.acknowledged.push(headers.messageId)
      this.changed()
    })
    socket.on('close', () => {
      this.#open.delete(socket)
      this.changed()
    })
    this.changed()
  }

  /** Sockets through which something may come. */
  get listening(): readonly WebSocket[] {
    return [...this.#open].filter((socket) => !this.#muted.has(socket))
  }

  /** Pushes a robot message; answers the id of the frame. */
  push(data: unknown, topic = ROBOT): string {
    const messageId = `frame-${++this.#count}`
    const headers = { topic, messageId, contentType: 'application/json' }
    this.raw(JSON.stringify({ specVersion: '1.0', type: 'CALLBACK', headers, data: JSON.stringify(data) }))
    return messageId
  }

  raw(frame: string): void {
    const [socket] = this.listening.toReversed()
    if (!socket) throw new Error('nobody is connected')
    socket.send(frame)
  }

  /** Asks every client to connect anew; nothing more comes through these sockets. */
  disconnect(): void {
    for (const socket of this.listening) {
      const headers = { topic: 'disconnect', messageId: `frame-${++this.#count}`, contentType: 'application/json' }
      socket.send(JSON.stringify({ specVersion: '1.0', type: 'SYSTEM', headers, data: '{"reason":"persistent"}' }))
      this.#muted.add(socket)
    }
  }

  ping(opaque: string): string {
    const messageId = `frame-${++this.#count}`
    const headers = { topic: 'ping', messageId, contentType: 'application/json' }
    this.raw(JSON.stringify({ specVersion: '1.0', type: 'SYSTEM', headers, data: JSON.stringify({ opaque }) }))
    return messageId
  }

  closeAll(): void {
    for (const socket of this.#open) socket.terminate()
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
}
