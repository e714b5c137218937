import { randomUUID } from 'node:crypto'
import { WecomCrypto } from '@wecom/aibot-node-sdk'

/** Takes a request as a web server does. */
export type Take = (request: Request) => Promise<Response>

interface CallbackSideParts {
  readonly corpId: string
  readonly agentId: string
  readonly token: string
  readonly encodingAesKey: string
  readonly now: () => number
  readonly lasts: (ms: number) => number
  readonly onActivity: () => void
}

const ANSWER_MS = 5000
const REPEATS = 3

/** Sends the application's callbacks, enciphered, and repeats what is not answered with 200 in time. */
export class CallbackSide {
  readonly #parts: CallbackSideParts
  readonly #crypto: WecomCrypto
  readonly sent: string[] = []
  readonly #inHand = new Set<Promise<boolean>>()
  take: Take | null = null

  constructor(parts: CallbackSideParts) {
    this.#parts = parts
    this.#crypto = new WecomCrypto(parts.token, parts.encodingAesKey, parts.corpId)
  }

  /** A signed request with this content, such as the platform makes it. */
  request(xml: string, { timestamp = this.#seconds(), nonce = randomUUID().slice(0, 8) } = {}): Request {
    const { encrypt, signature } = this.#crypto.encrypt(xml, timestamp, nonce)
    const query = new URLSearchParams({ msg_signature: signature, timestamp, nonce })
    const { corpId, agentId } = this.#parts
    const body = `<xml><ToUserName><![CDATA[${corpId}]]></ToUserName><AgentID><![CDATA[${agentId}]]></AgentID><Encrypt><![CDATA[${encrypt}]]></Encrypt></xml>`
    return new Request(`https://hearback.example/webhooks/wecom?${query}`, {
      method: 'POST',
      body,
      headers: { 'content-type': 'text/xml' },
    })
  }

  /** The request with which the console asks whether an address is ours. */
  verifyRequest(plain: string): Request {
    const timestamp = this.#seconds()
    const { encrypt, signature } = this.#crypto.encrypt(plain, timestamp, 'nonce')
    const query = new URLSearchParams({ msg_signature: signature, timestamp, nonce: 'nonce', echostr: encrypt })
    return new Request(`https://hearback.example/webhooks/wecom?${query}`)
  }

  /** Sends a callback; true when it was taken. */
  send(xml: string): Promise<boolean> {
    this.sent.push(xml)
    return this.deliver(xml)
  }

  deliver(xml: string): Promise<boolean> {
    const work = this.#deliver(xml)
    this.#inHand.add(work)
    return work.finally(() => this.#inHand.delete(work))
  }

  async idle(): Promise<void> {
    while (this.#inHand.size > 0) await Promise.allSettled([...this.#inHand])
  }

  async #deliver(xml: string): Promise<boolean> {
    for (let attempt = 0; attempt <= REPEATS; attempt++) {
      this.#parts.onActivity()
      const { promise, resolve } = Promise.withResolvers<null>()
      const timer = setTimeout(() => resolve(null), this.#parts.lasts(ANSWER_MS))
      const take = this.take
      const response = take ? await Promise.race([take(this.request(xml)).catch(() => null), promise]) : null
      clearTimeout(timer)
      if (response?.status === 200) return true
    }
    return false
  }

  #seconds(): string {
    return String(Math.floor(this.#parts.now() / 1000))
  }
}
