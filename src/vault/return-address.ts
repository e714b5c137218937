import sodium from 'libsodium-wrappers'

/** Every sealed address has this size, whoever it belongs to; platforms' ids have 64 characters at the most. */
const PLAIN_BYTES = 160

/** An account, as much of it as a message needs. */
interface Address {
  readonly platform: string
  readonly workspace: string
  readonly userId: string
}

/** Seals return addresses (libsodium sealed box: X25519, XSalsa20-Poly1305) to the installation's key pair. */
export class ReturnAddresses {
  readonly #public: Uint8Array
  readonly #private: Uint8Array

  constructor(seed: Uint8Array) {
    const pair = sodium.crypto_box_seed_keypair(seed)
    this.#public = pair.publicKey
    this.#private = pair.privateKey
  }

  seal(address: Address): string {
    const { platform, workspace, userId } = address
    const plain = sodium.from_string(JSON.stringify([platform, workspace, userId]))
    return sodium.to_base64(sodium.crypto_box_seal(sodium.pad(plain, PLAIN_BYTES), this.#public))
  }

  /** Null when it was not sealed to this installation. */
  open(sealed: string): Address | null {
    try {
      const padded = sodium.crypto_box_seal_open(sodium.from_base64(sealed), this.#public, this.#private)
      const [platform, workspace, userId] = JSON.parse(sodium.to_string(sodium.unpad(padded, PLAIN_BYTES)))
      return { platform, workspace, userId }
    } catch {
      return null
    }
  }
}
