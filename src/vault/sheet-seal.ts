import { hkdfSync } from 'node:crypto'
import sodium from 'libsodium-wrappers'
import { lock, unlock } from './secret-box.ts'
import type { Randomness } from './system-random.ts'
import type { WeekKeys } from './week-keys.ts'

interface SheetData {
  readonly flow: string
  readonly form: string
  readonly id: string
  readonly args: Readonly<Record<string, string>>
}

/**
 * Keeps what an open form carries from being read or changed on its way through the platform. A form that carries a
 * receipt is open for a day, but its link stays in the platform's records, under somebody's name: it is sealed with this
 * week's key, so that these records tell nothing when that is gone.
 */
export class SheetSeals {
  readonly #key: Uint8Array
  readonly #random: Randomness
  readonly #weeks: WeekKeys

  constructor(key: Uint8Array, { realm, random, weeks }: { realm: string; random: Randomness; weeks: WeekKeys }) {
    this.#random = random
    this.#weeks = weeks
    this.#key = new Uint8Array(hkdfSync('sha256', key, '', `hearback/sheets/${realm}`, 32))
  }

  seal(data: SheetData): string {
    const { flow, form, id, args } = data
    const key = args.receipt === undefined ? this.#key : this.#thisWeeks()
    return lock(sodium.from_string(JSON.stringify({ flow, form, id, args })), key, this.#random)
  }

  open(state: string): SheetData | null {
    const plain = unlock(state, this.#key) ?? this.#unlockBrief(state)
    return plain && (JSON.parse(sodium.to_string(plain)) as SheetData)
  }

  #thisWeeks(): Uint8Array {
    this.#weeks.destroyOld()
    return this.#weeks.current().key
  }

  #unlockBrief(state: string): Uint8Array | null {
    for (const week of this.#weeks.weeks()) {
      const key = this.#weeks.find(week)
      const plain = key && unlock(state, key)
      if (plain) return plain
    }
    return null
  }
}
