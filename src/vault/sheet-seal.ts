import sodium from 'libsodium-wrappers'
import { lock, unlock } from './secret-box.ts'

interface SheetData {
  readonly flow: string
  readonly form: string
  readonly id: string
  readonly args: Readonly<Record<string, string>>
}

/** Keeps what an open form carries from being read or changed on its way through the platform. */
export class SheetSeals {
  readonly #key: Uint8Array

  constructor(key: Uint8Array) {
    this.#key = key
  }

  seal(data: SheetData): string {
    const { flow, form, id, args } = data
    return lock(sodium.from_string(JSON.stringify({ flow, form, id, args })), this.#key)
  }

  open(state: string): SheetData | null {
    const plain = unlock(state, this.#key)
    return plain && (JSON.parse(sodium.to_string(plain)) as SheetData)
  }
}
