import type { OutFile } from '#core'
import { ApiError, BANNED } from './api-error.ts'
import { type Fields, fieldsOf, textOf } from './read.ts'

const OAPI = 'https://oapi.dingtalk.com'
/** Codes that say the token is no longer good. */
const STALE = new Set(['40014', '42001'])
/** Says only that a second code says more. */
const SEE_OTHER = 88

interface OapiClientParts {
  readonly oapiUrl: string | null
  readonly requestMs: number
  /** The access token is the same as for the newer interfaces. */
  readonly token: () => Promise<string>
  /** The token was not taken: the next one has to be new. */
  readonly forgetToken: () => void
}

/** DingTalk's older interfaces, which answer every call with status 200 and a number for an error. */
export class OapiClient {
  readonly #parts: OapiClientParts
  readonly #url: string

  constructor(parts: OapiClientParts) {
    this.#parts = parts
    this.#url = (parts.oapiUrl ?? OAPI).replace(/\/$/, '')
  }

  /** The `result` of an interface. @throws ApiError when DingTalk says no; what `fetch` throws when there is no answer */
  async call(path: string, body: Fields): Promise<unknown> {
    const text = JSON.stringify(body)
    const answer = await this.#ask(path, { body: text, headers: { 'content-type': 'application/json' } })
    return answer.result
  }

  /** Brings a file to DingTalk; answers the id by which it can be sent. */
  async upload({ name, type, bytes }: OutFile): Promise<string> {
    const form = new FormData()
    form.append('media', new Blob([new Uint8Array(bytes)], { type }), name)
    const answer = await this.#ask('/media/upload', { body: form }, { type: 'file' })
    const mediaId = textOf(answer.media_id)
    if (mediaId === null) throw new ApiError(200, 'no-media-id')
    return mediaId
  }

  async #ask(path: string, init: RequestInit, query: Readonly<Record<string, string>> = {}): Promise<Fields> {
    const answer = await this.#request(path, init, query)
    if (!STALE.has(codeOf(answer))) return checked(answer)
    this.#parts.forgetToken()
    return checked(await this.#request(path, init, query))
  }

  async #request(path: string, init: RequestInit, query: Readonly<Record<string, string>>): Promise<Fields> {
    const params = new URLSearchParams({ access_token: await this.#parts.token(), ...query })
    const response = await fetch(`${this.#url}${path}?${params}`, {
      ...init,
      method: 'POST',
      redirect: 'error',
      signal: AbortSignal.timeout(this.#parts.requestMs),
    })
    const answer = fieldsOf(await response.text())
    if (answer === null) throw new ApiError(response.status, response.status < 500 ? BANNED : 'no-json')
    if (!response.ok) throw new ApiError(response.status, codeOf(answer))
    if (String(answer.status) === '1111') throw new ApiError(response.status, BANNED)
    return answer
  }
}

/** @throws ApiError with DingTalk's number */
function checked(answer: Fields): Fields {
  const code = codeOf(answer)
  if (code !== '0') throw new ApiError(200, code)
  return answer
}

/** A number, as text. */
function codeOf({ errcode, sub_code }: Fields): string {
  const code = Number(errcode ?? 0) === SEE_OTHER && sub_code !== undefined ? Number(sub_code) : Number(errcode ?? 0)
  return Number.isNaN(code) ? 'refused' : String(code)
}
