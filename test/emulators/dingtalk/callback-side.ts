import { createHmac } from 'node:crypto'

/** Takes a request as a web server does. */
type Take = (request: Request) => Promise<Response>

interface CallbackSideParts {
  readonly secret: string
  /** The platform's time, ms. */
  readonly now: () => number
  readonly onActivity: () => void
}

/** Tells a robot's address what is said to it, signed: the other mode of a robot. Nothing is repeated. */
export class CallbackSide {
  readonly #parts: CallbackSideParts
  readonly #inHand = new Set<Promise<unknown>>()
  readonly sent: string[] = []
  /** The robot is told over the connection while there is nothing here. */
  take: Take | null = null

  constructor(parts: CallbackSideParts) {
    this.#parts = parts
  }

  /** A request with this body, such as DingTalk makes it. */
  request(body: string, { timestamp = String(this.#parts.now()), secret = this.#parts.secret } = {}): Request {
    const sign = createHmac('sha256', secret).update(`${timestamp}\n${secret}`).digest('base64')
    return new Request('https://hearback.example/webhooks/dingtalk', {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json; charset=utf-8', timestamp, sign },
    })
  }

  /** Tells it; true when it was taken. */
  deliver(body: string, again = false): Promise<boolean> {
    this.#parts.onActivity()
    if (!again) this.sent.push(body)
    const work = (this.take?.(this.request(body)) ?? Promise.reject(new Error('nobody listens'))).then(
      ({ status }) => status === 200,
      () => false,
    )
    this.#inHand.add(work)
    return work.finally(() => this.#inHand.delete(work))
  }

  async idle(): Promise<void> {
    while (this.#inHand.size > 0) await Promise.allSettled([...this.#inHand])
  }
}
