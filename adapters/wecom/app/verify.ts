import { timingSafeEqual } from 'node:crypto'
import { decrypt, encrypt, getSignature } from '@wecom/crypto'

/** What a callback is signed and enciphered with. */
export interface CallbackKeys {
  readonly token: string
  readonly encodingAesKey: string
  readonly corpId: string
}

/** The parts of a request that are signed. */
export interface Signed {
  readonly signature: string
  /** Seconds since 1970, as sent. */
  readonly timestamp: string
  readonly nonce: string
  /** Base64. */
  readonly ciphertext: string
}

/** How far a request may be from our own time. WeCom repeats one for a quarter of a minute; the rest is for clocks. */
const WINDOW_MS = 10 * 60_000

/** Whether a request comes from WeCom, now. Nothing of it has been parsed or deciphered before. */
export function isSigned(signed: Signed, { token }: CallbackKeys, now: number): boolean {
  const { signature, timestamp, nonce, ciphertext } = signed
  if (!/^[0-9a-f]{40}$/i.test(signature) || !/^\d{1,12}$/.test(timestamp)) return false
  const expected = Buffer.from(getSignature(token, timestamp, nonce, ciphertext), 'latin1')
  if (!timingSafeEqual(expected, Buffer.from(signature.toLowerCase(), 'latin1'))) return false
  return Math.abs(now - Number(timestamp) * 1000) <= WINDOW_MS
}

/**
 * What an envelope holds, or null where anything about it is not as WeCom makes it. The library looks neither at the
 * padding nor at the length nor at whom it is for. But an envelope can be made in one way only: what was read is put
 * into an envelope for us again, and has to come out the same, to the last byte.
 */
export function openEnvelope(ciphertext: string, { encodingAesKey, corpId }: CallbackKeys): string | null {
  try {
    const { message, random } = decrypt(encodingAesKey, ciphertext)
    return encrypt(encodingAesKey, message, corpId, random) === ciphertext ? message : null
  } catch {
    return null
  }
}
