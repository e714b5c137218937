import type { Adapter, Capabilities, Limits, LookUp, Post, SendOutcome, Target } from '#core'
import { RecordingAdapter } from '../recording-adapter.ts'

/** How a worker under test speaks to a recording platform. */
export interface HttpPlatform {
  readonly platform: string
  readonly url: string
  /** Whether it is asked about messages. */
  readonly looksUp: boolean
  readonly limits: Limits
}

/** The bot's side of a recording platform: speaks HTTP, and tells the three endings of a send apart. */
export class HttpAdapter implements Adapter {
  readonly platform: string
  readonly workspace: string
  readonly capabilities: Capabilities
  readonly #settings: HttpPlatform

  constructor(settings: HttpPlatform, workspace: string) {
    this.#settings = settings
    this.platform = settings.platform
    this.workspace = workspace
    this.capabilities = { ...new RecordingAdapter().capabilities, limits: settings.limits }
  }

  async start(): Promise<void> {}

  async stop(): Promise<void> {}

  async send({ key, to, message }: Post): Promise<SendOutcome> {
    const body = JSON.stringify({ key, to: idOf(to), text: [message.title, message.text].filter(Boolean).join('\n') })
    let response: Response
    try {
      response = await fetch(this.#settings.url, { method: 'POST', body })
    } catch (error) {
      // Nothing was sent where nobody listened; otherwise it may have arrived.
      return codeOf(error) === 'ECONNREFUSED'
        ? { kind: 'refused', code: 'not-connected', permanent: false }
        : { kind: 'uncertain', code: 'connection-lost' }
    }
    if (response.ok) return { kind: 'sent', messageId: await idIn(response) }
    const after = response.headers.get('retry-after')
    await response.body?.cancel()
    return {
      kind: 'refused',
      code: `http-${response.status}`,
      permanent: false,
      ...(after !== null && { retryAfterMs: Number(after) * 1000 }),
    }
  }

  async lookUp({ key }: Pick<Post, 'key'>): Promise<LookUp | null> {
    if (!this.#settings.looksUp) return null
    const response = await fetch(`${this.#settings.url}/${encodeURIComponent(key)}`)
    if (response.ok) return { kind: 'sent', messageId: await idIn(response) }
    await response.body?.cancel()
    return { kind: 'absent' }
  }
}

function idOf(to: Target): string {
  return to.kind === 'user' ? to.userId : to.channelId
}

async function idIn(response: Response): Promise<string> {
  return ((await response.json()) as { id: string }).id
}

function codeOf(error: unknown): unknown {
  const cause = error instanceof Error ? error.cause : null
  return cause && typeof cause === 'object' && 'code' in cause ? cause.code : null
}
