import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import type { Json } from './check-blocks.ts'

/** Sockets of one app at a time. */
const MOST_SOCKETS = 10

/** How one attempt to deliver ended: with what the app answered, or not at all. */
export type Attempt = { readonly acked: true; readonly payload: Json | null } | { readonly acked: false }

interface Waiting {
  readonly socket: WebSocket
  readonly end: (attempt: Attempt) => void
}

/** The far side of Socket Mode: single-use addresses, hello, envelopes, disconnects. */
export class SocketHub {
  readonly #server = new WebSocketServer({ noServer: true, autoPong: false })
  readonly #tickets = new Set<string>()
  readonly #sockets = new Set<WebSocket>()
  readonly #waiting = new Map<string, Waiting>()
  readonly #watching = new Set<() => void>()
  /** Sockets on which nothing passes any more. */
  readonly #stalled = new Set<WebSocket>()
  /** So many of the next connections are turned away. */
  refuse = 0
  /** Connections that said hello, ever. */
  opened = 0
  /** Withholds the hello of new connections. */
  mute = false

  ticket(): string {
    const ticket = randomUUID()
    this.#tickets.add(ticket)
    return ticket
  }

  get size(): number {
    return this.#sockets.size
  }

  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const ticket = new URL(request.url ?? '', 'http://local').searchParams.get('ticket') ?? ''
    if (!this.#tickets.delete(ticket) || this.refuse-- > 0) {
      socket.end('HTTP/1.1 503 Service Unavailable\r\ncontent-length: 0\r\n\r\n')
      return
    }
    this.refuse = Math.max(0, this.refuse)
    this.#server.handleUpgrade(request, socket, head, (ws) => this.#welcome(ws))
  }

  /** Resolves when so many connections are open. */
  async connected(count = 1): Promise<void> {
    await this.#until(() => this.#sockets.size >= count)
  }

  /** Resolves when the app has connected so many times in all. */
  async openedTimes(count: number): Promise<void> {
    await this.#until(() => this.opened >= count)
  }

  async send(
    type: string,
    payload: unknown,
    retry: { attempt: number; reason: string },
    ackMs: number,
  ): Promise<Attempt> {
    const sockets = [...this.#sockets]
    const socket = sockets[Math.floor(Math.random() * sockets.length)]
    if (!socket) return { acked: false }
    const id = randomUUID()
    const { promise, resolve } = Promise.withResolvers<Attempt>()
    const timer = setTimeout(() => resolve({ acked: false }), ackMs)
    this.#waiting.set(id, { socket, end: resolve })
    const retried = type === 'events_api' ? { retry_attempt: retry.attempt, retry_reason: retry.reason } : {}
    socket.send(
      JSON.stringify({ envelope_id: id, type, payload, accepts_response_payload: type !== 'events_api', ...retried }),
    )
    const attempt = await promise
    clearTimeout(timer)
    this.#waiting.delete(id)
    return attempt
  }

  /** Sends a frame as it is to every socket. */
  raw(frame: string | Buffer): void {
    for (const socket of this.#sockets) socket.send(frame)
  }

  /** A routine disconnect: the frame, and the socket closed a little later. */
  refresh(reason = 'refresh_requested', closeAfterMs = 200): void {
    for (const socket of [...this.#sockets]) {
      socket.send(JSON.stringify({ type: 'disconnect', reason, debug_info: { host: 'emulator' } }))
      // Nothing more comes on it.
      this.#sockets.delete(socket)
      setTimeout(() => socket.close(), closeAfterMs).unref()
    }
  }

  /** The connections end without a word. */
  drop(): void {
    for (const socket of [...this.#sockets]) socket.terminate()
  }

  /** The connections stand, but nothing passes any more, no pong either. */
  stall(): void {
    for (const socket of this.#sockets) this.#stalled.add(socket)
    this.#sockets.clear()
  }

  close(): void {
    for (const socket of this.#server.clients) socket.terminate()
    this.#server.close()
  }

  #welcome(socket: WebSocket): void {
    if (this.#sockets.size >= MOST_SOCKETS) {
      socket.send(JSON.stringify({ type: 'disconnect', reason: 'too_many_websockets' }))
      socket.close()
      return
    }
    socket.on('ping', (data) => {
      if (!this.#stalled.has(socket)) socket.pong(data)
    })
    socket.on('message', (data) => {
      if (!this.#stalled.has(socket)) this.#onMessage(String(data))
    })
    socket.on('close', () => this.#gone(socket))
    socket.on('error', () => this.#gone(socket))
    if (this.mute) return
    this.#sockets.add(socket)
    this.opened++
    socket.send(
      JSON.stringify({
        type: 'hello',
        num_connections: this.#sockets.size,
        debug_info: { host: 'emulator', build_number: 1, approximate_connection_time: 18_060 },
        connection_info: { app_id: 'A0APP' },
      }),
    )
    for (const look of this.#watching) look()
  }

  #onMessage(text: string): void {
    const { envelope_id: id, payload } = JSON.parse(text) as { envelope_id: string; payload?: Json }
    this.#waiting.get(id)?.end({ acked: true, payload: payload && Object.keys(payload).length > 0 ? payload : null })
  }

  #gone(socket: WebSocket): void {
    this.#sockets.delete(socket)
    for (const waiting of this.#waiting.values()) if (waiting.socket === socket) waiting.end({ acked: false })
    for (const look of this.#watching) look()
  }

  async #until(reached: () => boolean): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    const look = () => reached() && resolve()
    this.#watching.add(look)
    look()
    await promise
    this.#watching.delete(look)
  }
}
