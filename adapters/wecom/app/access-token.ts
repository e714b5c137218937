import type { Clock, OnServerDate } from '#core'
import type { Timings } from '../settings.ts'
import { type Answer, requestJson } from './request-json.ts'

/** A token is asked for anew so long before it ends. */
const EARLY_MS = 5 * 60_000

export type Token =
  | { readonly kind: 'token'; readonly value: string }
  | { readonly kind: 'none'; readonly code: string }

interface TokenParts {
  readonly corpId: string
  readonly secret: string
  readonly apiUrl: string
  readonly timings: Timings
  readonly clock: Clock
  readonly onServerDate: OnServerDate
}

/**
 * The application's access token: asked for once by all who need it, kept until shortly before its end. After a refusal
 * it is not asked for again at once, since WeCom locks out those who fail too often.
 */
export class AccessToken {
  readonly #parts: TokenParts
  #token: { value: string; until: number } | null = null
  #asking: Promise<Token> | null = null
  #failures = 0
  #notBefore = 0
  #lastCode = ''

  constructor(parts: TokenParts) {
    this.#parts = parts
  }

  async get(): Promise<Token> {
    const now = this.#parts.clock.elapsed()
    if (this.#token && this.#token.until > now) return { kind: 'token', value: this.#token.value }
    if (now < this.#notBefore) return { kind: 'none', code: this.#lastCode }
    this.#asking ??= this.#ask().finally(() => {
      this.#asking = null
    })
    return this.#asking
  }

  /** The platform does not take this one any more. */
  spoilt(value: string): void {
    if (this.#token?.value === value) this.#token = null
  }

  /** Asks whatever happened before: an operator wants to know. */
  probe(): Promise<Answer> {
    const { corpId, secret, apiUrl, timings, onServerDate } = this.#parts
    const url = new URL('/cgi-bin/gettoken', apiUrl)
    url.searchParams.set('corpid', corpId)
    url.searchParams.set('corpsecret', secret)
    return requestJson(url, {}, { timeoutMs: timings.tokenMs, onServerDate })
  }

  async #ask(): Promise<Token> {
    const answer = await this.probe()
    const { clock, timings } = this.#parts
    const value = answer.kind === 'answered' ? answer.body.access_token : null
    if (answer.kind !== 'answered' || answer.errcode !== 0 || typeof value !== 'string' || value === '') {
      const code = answer.kind === 'answered' ? String(answer.errcode) : answer.code
      const wait = timings.tokenRetryMs * 2 ** Math.min(this.#failures++, 20)
      this.#notBefore = clock.elapsed() + Math.min(wait, timings.longestTokenRetryMs)
      this.#lastCode = `token-${code}`
      return { kind: 'none', code: this.#lastCode }
    }
    const seconds = typeof answer.body.expires_in === 'number' ? answer.body.expires_in : 7200
    const lifeMs = Math.max(seconds * 1000 - EARLY_MS, (seconds * 1000) / 2)
    this.#token = { value, until: clock.elapsed() + lifeMs }
    this.#failures = 0
    return { kind: 'token', value }
  }
}
