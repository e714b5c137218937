import type { Clock } from '#core'
import { type CallbackKeys, isSigned, openEnvelope } from './verify.ts'

interface CallbackParts {
  readonly keys: CallbackKeys
  readonly clock: Clock
  /** Takes the content of a callback; when it rejects, it is to be delivered again. */
  readonly take: (xml: string) => Promise<void>
}

const MOST_BYTES = 256 * 1024
const MOST_REMEMBERED = 5000

/**
 * What WeCom asks at our address: verified first, then opened, then answered after the commit with an empty 200. The same
 * request again is answered as it was, without being taken again; where taking it failed, it is taken anew.
 */
export class Callback {
  readonly #parts: CallbackParts
  readonly #taken = new Map<string, Promise<boolean>>()

  constructor(parts: CallbackParts) {
    this.#parts = parts
  }

  async answer(request: Request): Promise<Response> {
    const query = new URL(request.url).searchParams
    const signed = {
      signature: query.get('msg_signature') ?? '',
      timestamp: query.get('timestamp') ?? '',
      nonce: query.get('nonce') ?? '',
    }
    const { keys, clock } = this.#parts
    if (request.method === 'GET') {
      const ciphertext = query.get('echostr') ?? ''
      const plain = isSigned({ ...signed, ciphertext }, keys, clock.real()) ? openEnvelope(ciphertext, keys) : null
      return plain === null ? refused() : new Response(plain, { headers: { 'content-type': 'text/plain' } })
    }
    if (request.method !== 'POST') return new Response(null, { status: 405 })
    const body = await request.text()
    const ciphertext = body.length <= MOST_BYTES ? ciphertextOf(body) : null
    if (ciphertext === null || !isSigned({ ...signed, ciphertext }, keys, clock.real())) return refused()
    const xml = openEnvelope(ciphertext, keys)
    if (xml === null) return refused()
    const taken = await this.#once(signed.signature.toLowerCase(), xml)
    return new Response(null, { status: taken ? 200 : 503 })
  }

  #once(signature: string, xml: string): Promise<boolean> {
    const before = this.#taken.get(signature)
    if (before) return before
    const work = this.#parts.take(xml).then(
      () => true,
      () => {
        this.#taken.delete(signature)
        return false
      },
    )
    this.#taken.set(signature, work)
    const [oldest] = this.#taken.keys()
    if (this.#taken.size > MOST_REMEMBERED && oldest !== undefined) this.#taken.delete(oldest)
    return work
  }
}

/** The one field of the envelope, taken out by its shape: it is parsed only when it is known whose it is. */
function ciphertextOf(body: string): string | null {
  const found = /<Encrypt>\s*(?:<!\[CDATA\[)?([A-Za-z0-9+/]+={0,2})(?:\]\]>)?\s*<\/Encrypt>/.exec(body)
  return found?.[1] ?? null
}

/** The same for everything that is not WeCom's. */
function refused(): Response {
  return new Response('Forbidden', { status: 403 })
}
