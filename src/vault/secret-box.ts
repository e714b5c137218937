import sodium from 'libsodium-wrappers'
import type { Randomness } from './system-random.ts'

/** A libsodium secret box (XSalsa20-Poly1305) with a fresh nonce in front, as URL-safe base64. */
export function lock(plain: Uint8Array, key: Uint8Array, random: Randomness): string {
  const nonce = random.bytes(sodium.crypto_secretbox_NONCEBYTES)
  const box = sodium.crypto_secretbox_easy(plain, nonce, key)
  const whole = new Uint8Array(nonce.length + box.length)
  whole.set(nonce)
  whole.set(box, nonce.length)
  return sodium.to_base64(whole)
}

/** Null when it was not locked with this key, or was changed. */
export function unlock(locked: string, key: Uint8Array): Uint8Array | null {
  try {
    const whole = sodium.from_base64(locked)
    const nonce = whole.subarray(0, sodium.crypto_secretbox_NONCEBYTES)
    return sodium.crypto_secretbox_open_easy(whole.subarray(sodium.crypto_secretbox_NONCEBYTES), nonce, key)
  } catch {
    return null
  }
}
