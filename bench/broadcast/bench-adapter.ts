import { Agent, request } from 'node:http'
import { text } from 'node:stream/consumers'
import type { Adapter, Capabilities, Limits, LookUp, Post, SendOutcome } from '#core'

/** Speaks to a platform of this benchmark. */
export class BenchAdapter implements Adapter {
  readonly workspace = 'bench'
  readonly platform: string
  readonly capabilities: Capabilities
  readonly #port: number
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 32 })

  constructor(platform: string, port: number, limits: Limits, batchMax: number) {
    this.platform = platform
    this.#port = port
    this.capabilities = {
      buttons: { max: 5, labelMax: 40, valueMax: 2000 },
      select: null,
      sheet: null,
      update: false,
      updateWithinMs: null,
      threads: false,
      ephemeral: false,
      proactive: true,
      readReceipt: false,
      recall: false,
      files: { in: false, out: false, maxBytes: 0 },
      titleMax: 100,
      textMax: 4000,
      keeps: { typed: true, sheet: true, taps: true },
      limits,
      batch: { max: batchMax },
    }
  }

  async start(): Promise<void> {}
  async stop(): Promise<void> {
    this.#agent.destroy()
  }

  async send(post: Post): Promise<SendOutcome> {
    const [outcome] = await this.sendMany([post])
    return outcome ?? { kind: 'uncertain', code: 'no-outcome' }
  }

  async sendMany(posts: readonly Post[]): Promise<SendOutcome[]> {
    const to = posts.map((post) => (post.to.kind === 'user' ? post.to.userId : ''))
    const { refused, retryAfterMs } = (await this.post('/send', { to })) as { refused: boolean; retryAfterMs?: number }
    return posts.map(({ key }) =>
      refused
        ? { kind: 'refused', code: 'limited', permanent: false, ...(retryAfterMs !== undefined && { retryAfterMs }) }
        : { kind: 'sent', messageId: key },
    )
  }

  async lookUp(): Promise<LookUp | null> {
    return null
  }

  async post(path: string, body: unknown): Promise<unknown> {
    const { promise, resolve, reject } = Promise.withResolvers<unknown>()
    const sending = request({ host: '127.0.0.1', port: this.#port, path, method: 'POST', agent: this.#agent })
    sending.on('response', (response) => resolve(text(response).then(JSON.parse)))
    sending.on('error', reject)
    sending.end(JSON.stringify(body))
    return promise
  }
}
