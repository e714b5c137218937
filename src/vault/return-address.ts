import sodium from 'libsodium-wrappers'
import { lock, unlock } from './secret-box.ts'
import { type Shares, shareOf } from './shares.ts'
import type { Randomness } from './system-random.ts'

/** Every sealed address has this size, whoever it belongs to; platforms' ids have 64 characters at the most. */
const PLAIN_BYTES = 160

/** An account, as much of it as a message needs. */
interface Address {
  readonly platform: string
  readonly workspace: string
  readonly userId: string
}

/**
 * Seals return addresses (libsodium sealed box: X25519, XSalsa20-Poly1305) to the installation's key pair. What is kept with a
 * case is locked once more with a share of its own, so that it can be destroyed in every copy of the data at once.
 */
export class ReturnAddresses {
  readonly #shares: Shares
  readonly #random: Randomness
  readonly #public: Uint8Array
  readonly #private: Uint8Array

  constructor(seed: Uint8Array, shares: Shares, random: Randomness) {
    this.#shares = shares
    this.#random = random
    const pair = sodium.crypto_box_seed_keypair(seed)
    this.#public = pair.publicKey
    this.#private = pair.privateKey
  }

  seal(address: Address): string {
    const { platform, workspace, userId } = address
    const plain = sodium.from_string(JSON.stringify([platform, workspace, userId]))
    return sodium.to_base64(sodium.crypto_box_seal(sodium.pad(plain, PLAIN_BYTES), this.#public))
  }

  /** Whose it is, before it is kept anywhere: only for an author who has chosen to give their name. */
  unseal(sealed: string): Address | null {
    try {
      return this.#opened(sodium.from_base64(sealed))
    } catch {
      return null
    }
  }

  /** What a case keeps of a sealed address: it opens until it is destroyed. */
  keep(sealed: string): string {
    const { id, secret } = this.#shares.create()
    return `${id}.${lock(sodium.from_base64(sealed), secret, this.#random)}`
  }

  /** From now on nothing opens it; doing it again does no harm. */
  destroy(kept: string): void {
    this.#shares.destroy(shareOf(kept))
  }

  /** Null when it was not sealed to this installation, or was destroyed. */
  open(kept: string): Address | null {
    try {
      const id = shareOf(kept)
      const share = this.#shares.read(id)
      const sealed = share && unlock(kept.slice(id.length + 1), share)
      return sealed && this.#opened(sealed)
    } catch {
      return null
    }
  }

  #opened(sealed: Uint8Array): Address {
    const padded = sodium.crypto_box_seal_open(sealed, this.#public, this.#private)
    const [platform, workspace, userId] = JSON.parse(sodium.to_string(sodium.unpad(padded, PLAIN_BYTES)))
    return { platform, workspace, userId }
  }
}
