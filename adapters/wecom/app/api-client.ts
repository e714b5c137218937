import { type Clock, HearbackError, type OnServerDate } from '#core'
import type { Timings } from '../settings.ts'
import { AccessToken } from './access-token.ts'
import { type Answer, requestJson } from './request-json.ts'

const DEFAULT_API_URL = 'https://qyapi.weixin.qq.com'
/** A token that is no longer worth anything. */
const SPOILT = new Set([40014, 41001, 42001])

interface ClientParts {
  readonly corpId: string
  readonly secret: string
  readonly apiUrl: string | null
  readonly timings: Timings
  readonly clock: Clock
  readonly onServerDate: OnServerDate
}

/** The interfaces of a self-built application, by name. */
export class ApiClient {
  readonly token: AccessToken
  readonly #apiUrl: string
  readonly #timings: Timings
  readonly #onServerDate: OnServerDate

  constructor(parts: ClientParts) {
    this.#apiUrl = parts.apiUrl ?? DEFAULT_API_URL
    this.#timings = parts.timings
    this.#onServerDate = parts.onServerDate
    this.token = new AccessToken({ ...parts, apiUrl: this.#apiUrl })
  }

  get(name: string, query: Readonly<Record<string, string>> = {}): Promise<Answer> {
    return this.#call(name, query, {})
  }

  post(name: string, body: unknown): Promise<Answer> {
    return this.#call(name, {}, { method: 'POST', body: JSON.stringify(body) })
  }

  upload(name: string, query: Readonly<Record<string, string>>, form: FormData): Promise<Answer> {
    return this.#call(name, query, { method: 'POST', body: form })
  }

  /** The bytes of a file. @throws HearbackError when it cannot be had, or is larger than `maxBytes` */
  async download(mediaId: string, maxBytes: number): Promise<Uint8Array> {
    const token = await this.token.get()
    if (token.kind === 'none') throw new HearbackError(token.code, 'WeCom gives no access token.')
    const url = this.#url('media/get', { media_id: mediaId }, token.value)
    const bytes = await fetchBytes(url, maxBytes, this.#timings.requestMs)
    if (
      bytes.length > 0 &&
      bytes[0] === 0x7b &&
      bytes.length < 1000 &&
      /"errcode"/.test(Buffer.from(bytes).toString())
    ) {
      throw new HearbackError('media', 'WeCom does not hand out this file any more.')
    }
    return bytes
  }

  async #call(name: string, query: Readonly<Record<string, string>>, init: RequestInit): Promise<Answer> {
    const asking = { timeoutMs: this.#timings.requestMs, onServerDate: this.#onServerDate }
    for (let attempt = 1; ; attempt++) {
      const token = await this.token.get()
      if (token.kind === 'none') return { kind: 'unsent', code: token.code }
      const answer = await requestJson(this.#url(name, query, token.value), init, asking)
      if (answer.kind !== 'answered' || !SPOILT.has(answer.errcode)) return answer
      this.token.spoilt(token.value)
      if (attempt === 2) return { kind: 'unsent', code: `token-${answer.errcode}` }
    }
  }

  #url(name: string, query: Readonly<Record<string, string>>, token: string): URL {
    const url = new URL(`/cgi-bin/${name}`, this.#apiUrl)
    for (const [key, value] of Object.entries({ ...query, access_token: token })) url.searchParams.set(key, value)
    return url
  }
}

/**
 * The bytes at an address, and at no other: whoever answers there must not lead us, or the token in it, anywhere else.
 * @throws HearbackError when there is no such file, or it is too large
 */
export async function fetchBytes(url: URL | string, maxBytes: number, timeoutMs: number): Promise<Uint8Array> {
  const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(timeoutMs) }).catch(() => null)
  if (!response?.ok || !response.body) throw new HearbackError('media', 'The file cannot be fetched any more.')
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of response.body) {
    size += chunk.length
    if (size > maxBytes) throw new HearbackError('media-too-large', 'The file is too large.')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
