import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import type { Randomness } from './system-random.ts'

const WEEK_MS = 7 * 24 * 3_600_000
const KEY_BYTES = 32

/**
 * Keys that live for a week or two, a file each. What is sealed for a while is sealed with these, so that no copy of it
 * (of the data, or of a chat) can be opened when its time is over, whatever keys there are then.
 */
export class WeekKeys {
  readonly #folder: string
  readonly #random: Randomness
  readonly #now: () => number
  readonly #known = new Map<string, Uint8Array>()

  /** @param now company time, ms */
  constructor(folder: string, random: Randomness, now: () => number) {
    this.#folder = folder
    this.#random = random
    this.#now = now
  }

  /** This week's. */
  current(): { readonly week: string; readonly key: Uint8Array } {
    const week = Math.floor(this.#now() / WEEK_MS)
    const known = this.find(String(week))
    if (known) return { week: String(week), key: known }
    this.#make(String(week))
    const key = this.find(String(week))
    if (!key) throw new Error(`${this.#path(String(week))} cannot be made`)
    return { week: String(week), key }
  }

  /** Null when its time is over. */
  find(week: string): Uint8Array | null {
    const known = this.#known.get(week)
    if (known) return known
    try {
      const key = new Uint8Array(readFileSync(this.#path(week)))
      this.#known.set(week, key)
      return key
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
      throw error
    }
  }

  /** Weeks whose keys there are, the newest first. */
  weeks(): string[] {
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 })
    const names = readdirSync(this.#folder).filter((name) => name.endsWith('.key'))
    return names.map((name) => name.slice(0, -'.key'.length)).sort((a, b) => Number(b) - Number(a))
  }

  /**
   * Destroys what is older than last week's.
   * @param but the week of what is in use: however late it has become, after a long standstill it may still wait
   */
  destroyOld(but: string | null = null): void {
    const last = Math.floor(this.#now() / WEEK_MS) - 1
    const over = this.weeks().filter((one) => Number(one) < last && one !== but)
    for (const old of over) {
      if (!existsSync(this.#path(old))) continue
      this.#write(this.#path(old), 'r+')
      rmSync(this.#path(old), { force: true })
      this.#known.delete(old)
    }
    if (over.length > 0) this.#sync(this.#folder)
  }

  /** On the disk before anything is sealed with it; of two that make it the first wins. */
  #make(week: string): void {
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 })
    const draft = `${this.#path(week)}.${Buffer.from(this.#random.bytes(8)).toString('hex')}`
    this.#write(draft, 'wx')
    try {
      linkSync(draft, this.#path(week))
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
    rmSync(draft)
    this.#sync(this.#folder)
  }

  #write(path: string, flags: 'wx' | 'r+'): void {
    const file = openSync(path, flags, 0o600)
    try {
      writeSync(file, this.#random.bytes(KEY_BYTES), 0, KEY_BYTES, 0)
      fsyncSync(file)
    } finally {
      closeSync(file)
    }
  }

  #sync(path: string): void {
    const folder = openSync(path, 'r')
    try {
      fsyncSync(folder)
    } finally {
      closeSync(folder)
    }
  }

  #path(week: string): string {
    return join(this.#folder, `${week}.key`)
  }
}
