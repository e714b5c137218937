import { hkdfSync } from 'node:crypto'
import sodium from 'libsodium-wrappers'
import { lock, unlock } from './secret-box.ts'
import type { Randomness } from './system-random.ts'

interface SheetData {
  readonly flow: string
  readonly form: string
  readonly id: string
  readonly args: Readonly<Record<string, string>>
}

/** Keeps what an open form carries from being read or changed on its way through the platform. */
export class SheetSeals {
  readonly #key: Uint8Array
  readonly #random: Randomness

  constructor(key: Uint8Array, realm: string, random: Randomness) {
    this.#random = random
    this.#key = new Uint8Array(hkdfSync('sha256', key, '', `hearback/sheets/${realm}`, 32))
  }

  seal(data: SheetData): string {
    const { flow, form, id, args } = data
    return lock(sodium.from_string(JSON.stringify({ flow, form, id, args })), this.#key, this.#random)
  }

  open(state: string): SheetData | null {
    const plain = unlock(state, this.#key)
    return plain && (JSON.parse(sodium.to_string(plain)) as SheetData)
  }
}
