import sodium from 'libsodium-wrappers'
import { lock, unlock } from './secret-box.ts'
import { type Shares, shareOf } from './shares.ts'
import type { Randomness } from './system-random.ts'

/** Sealed texts have one of these sizes, so that their length says little. */
const BUCKETS = [1024, 4096, 16_384, 65_536, 262_144]

/** Sealed pictures have one size, whatever they show. */
const PICTURE_BUCKET = 524_288

/**
 * Seals what stands in a case: each case has its own key, which lies beside it, locked with the installation's and with a
 * share of its own. When the share is destroyed, nothing opens the case any more, whatever else is kept.
 */
export class CaseCipher {
  readonly #master: Uint8Array
  readonly #shares: Shares
  readonly #random: Randomness

  constructor(master: Uint8Array, shares: Shares, random: Randomness) {
    this.#master = master
    this.#shares = shares
    this.#random = random
  }

  /** A fresh case key, wrapped: the name of its share, a dot, the locked key. */
  newKey(): string {
    const { id, secret } = this.#shares.create()
    const key = this.#random.bytes(sodium.crypto_secretbox_KEYBYTES)
    return `${id}.${lock(key, this.#wrapper(secret), this.#random)}`
  }

  /** From now on nothing opens what was sealed with this key; doing it again does no harm. */
  destroy(wrappedKey: string): void {
    this.#shares.destroy(shareOf(wrappedKey))
  }

  isDestroyed(wrappedKey: string): boolean {
    return this.#shares.isDestroyed(shareOf(wrappedKey))
  }

  /** Whether it opens at all: not when it was destroyed, nor when its share is missing. */
  opensKey(wrappedKey: string): boolean {
    return this.#find(wrappedKey) !== null
  }

  seal(wrappedKey: string, text: string): string {
    const plain = sodium.from_string(text)
    const bucket = BUCKETS.find((size) => plain.length < size) ?? Math.ceil((plain.length + 1) / 262_144) * 262_144
    return lock(sodium.pad(plain, bucket), this.#key(wrappedKey), this.#random)
  }

  /** @throws when the key or the text was not sealed here */
  open(wrappedKey: string, sealed: string): string {
    const padded = unlock(sealed, this.#key(wrappedKey))
    if (!padded)
      throw new Error('a case text does not open with its key: is HEARBACK_KEYS the folder it was sealed with?')
    const bucket = BUCKETS.find((size) => padded.length <= size) ?? padded.length
    return sodium.to_string(sodium.unpad(padded, bucket))
  }

  /** @throws when it is too large to be sealed like all others */
  sealPicture(wrappedKey: string, bytes: Uint8Array): string {
    if (bytes.length >= PICTURE_BUCKET) throw new Error(`a picture of ${bytes.length} bytes is larger than all others`)
    return lock(sodium.pad(bytes, PICTURE_BUCKET), this.#key(wrappedKey), this.#random)
  }

  /** @throws when the key or the picture was not sealed here */
  openPicture(wrappedKey: string, sealed: string): Uint8Array {
    const padded = unlock(sealed, this.#key(wrappedKey))
    if (!padded)
      throw new Error('a picture does not open with its key: is HEARBACK_KEYS the folder it was sealed with?')
    return sodium.unpad(padded, PICTURE_BUCKET)
  }

  #wrapper(share: Uint8Array): Uint8Array {
    return sodium.crypto_generichash(32, share, this.#master)
  }

  #find(wrapped: string): Uint8Array | null {
    const id = shareOf(wrapped)
    const share = this.#shares.read(id)
    return share && unlock(wrapped.slice(id.length + 1), this.#wrapper(share))
  }

  #key(wrapped: string): Uint8Array {
    const key = this.#find(wrapped)
    if (!key) throw new Error('a case key does not open: is HEARBACK_KEYS the folder it was sealed with?')
    return key
  }
}
