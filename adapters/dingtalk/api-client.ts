import { type Clock, loggable, type OnServerDate } from '#core'
import { ApiError, BANNED, NoToken } from './api-error.ts'
import { type Fields, fieldsOf } from './read.ts'

const API = 'https://api.dingtalk.com'
/** A token is renewed so long before it ends. */
const EARLY_MS = 5 * 60_000

interface ApiClientParts {
  readonly clientId: string
  readonly clientSecret: string
  readonly apiUrl: string | null
  readonly requestMs: number
  readonly clock: Clock
  readonly onServerDate: OnServerDate
}

interface Token {
  readonly value: string
  readonly until: number
}

type Answer = Fields

/** DingTalk's API with its access token. Tries nothing twice, save with a new token what the old one did not open. */
export class ApiClient {
  readonly #parts: ApiClientParts
  readonly #url: string
  #token: Promise<Token> | null = null

  constructor(parts: ApiClientParts) {
    this.#parts = parts
    this.#url = (parts.apiUrl ?? API).replace(/\/$/, '')
  }

  /** @throws ApiError when DingTalk says no; what `fetch` throws when there is no answer */
  async call(method: 'GET' | 'POST' | 'PUT', path: string, body?: unknown): Promise<Answer> {
    const token = await this.#need()
    try {
      return await this.#request(method, path, body, token)
    } catch (error) {
      if (!(error instanceof ApiError) || !isStale(error)) throw error
      this.forgetToken()
      return this.#request(method, path, body, await this.#need())
    }
  }

  /** @throws NoToken */
  #need(): Promise<string> {
    return this.token().catch((error) => {
      throw new NoToken(loggable(error).code)
    })
  }

  /** Where and with which ticket a connection may be opened, once. */
  gateway(subscriptions: readonly { type: string; topic: string }[]): Promise<Answer> {
    const { clientId, clientSecret } = this.#parts
    const body = { clientId, clientSecret, ua: 'hearback', subscriptions }
    return this.#request('POST', '/v1.0/gateway/connections/open', body, null)
  }

  /** Answers in the conversation a message came from; needs no token and is not counted. */
  async answer(webhook: string, body: unknown): Promise<boolean> {
    if (!this.isTheirs(webhook)) return false
    const response = await fetch(webhook, this.#init('POST', body, null))
    const said = await response.json().catch(() => null)
    return response.ok && (said as Answer | null)?.errcode === 0
  }

  /** The next call asks for another token. */
  forgetToken(): void {
    this.#token = null
  }

  async token(): Promise<string> {
    const known = await this.#token?.catch(() => null)
    if (known && known.until > this.#parts.clock.elapsed()) return known.value
    const fresh = this.#fetchToken()
    this.#token = fresh
    return (await fresh).value
  }

  async #fetchToken(): Promise<Token> {
    const { clientId, clientSecret, clock } = this.#parts
    const body = { appKey: clientId, appSecret: clientSecret }
    const { accessToken, expireIn } = await this.#request('POST', '/v1.0/oauth2/accessToken', body, null)
    if (typeof accessToken !== 'string') throw new ApiError(200, 'no-token')
    const lifeMs = Math.max(60, Number(expireIn) || 0) * 1000
    return { value: accessToken, until: clock.elapsed() + Math.max(lifeMs / 2, lifeMs - EARLY_MS) }
  }

  async #request(method: string, path: string, body: unknown, token: string | null): Promise<Answer> {
    const response = await fetch(`${this.#url}${path}`, this.#init(method, body, token))
    const date = Date.parse(response.headers.get('date') ?? '')
    if (!Number.isNaN(date)) this.#parts.onServerDate(date)
    const text = await response.text()
    const said = fieldsOf(text)
    if (said === null) throw new ApiError(response.status, response.status < 500 ? BANNED : 'no-json')
    const code = said.code ?? said.status
    if (!response.ok || String(code) === '1111') {
      throw new ApiError(response.status, String(code) === '1111' ? BANNED : codeOf(code))
    }
    return said
  }

  #init(method: string, body: unknown, token: string | null): RequestInit {
    return {
      method,
      headers: {
        accept: 'application/json',
        'content-type': 'application/json',
        ...(token !== null && { 'x-acs-dingtalk-access-token': token }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      redirect: 'error',
      signal: AbortSignal.timeout(this.#parts.requestMs),
    }
  }

  /** Whether an address that came with a message is one of DingTalk's: nobody makes us call another. */
  isTheirs(address: string): boolean {
    const url = URL.parse(address)
    if (!url) return false
    return url.host === new URL(this.#url).host || (url.protocol === 'https:' && /\.dingtalk\.com$/.test(url.hostname))
  }
}

/** Codes are words of DingTalk's; anything else is not passed on to a log. */
function codeOf(code: unknown): string {
  return typeof code === 'string' && /^[\w.-]{1,80}$/.test(code) ? code : 'refused'
}

function isStale({ status, code }: ApiError): boolean {
  return status === 401 || /InvalidAuthentication/.test(code)
}
