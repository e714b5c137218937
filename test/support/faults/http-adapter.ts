import type { Adapter, Capabilities, Finding, Limits, LookUp, OnServerDate, Post, SendOutcome, Target } from '#core'
import type { PlatformParts } from '../../../src/platforms.ts'
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
  readonly #onServerDate: OnServerDate

  constructor(settings: HttpPlatform, { workspace, onServerDate }: Pick<PlatformParts, 'workspace' | 'onServerDate'>) {
    this.#settings = settings
    this.#onServerDate = onServerDate
    this.platform = settings.platform
    this.workspace = workspace
    this.capabilities = { ...new RecordingAdapter().capabilities, limits: settings.limits }
  }

  async start(): Promise<void> {}

  async stop(): Promise<void> {}

  async send({ key, to, message }: Post): Promise<SendOutcome> {
    const text = [message.title, message.text].filter(Boolean).join('\n')
    const body = JSON.stringify({ key, to: idOf(to), text, at: Date.now() })
    let response: Response
    try {
      response = await this.#ask('', { method: 'POST', body })
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
    const response = await this.#ask(encodeURIComponent(key))
    if (response.ok) return { kind: 'sent', messageId: await idIn(response) }
    await response.body?.cancel()
    return { kind: 'absent' }
  }

  /** Makes it answer something, so that it says what time it is. */
  async check(): Promise<readonly Finding[]> {
    const response = await this.#ask('nothing')
    await response.body?.cancel()
    return []
  }

  async #ask(path: string, request: RequestInit = {}): Promise<Response> {
    const response = await fetch(`${this.#settings.url}/${path}`, request)
    this.#onServerDate(Date.parse(response.headers.get('date') ?? ''))
    return response
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
