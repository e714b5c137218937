import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import sodium from 'libsodium-wrappers'
import { KeyFault, keyFile } from './key-file.ts'
import { lock, unlock } from './secret-box.ts'
import { systemRandom } from './system-random.ts'

const DAY_MS = 24 * 60 * 60 * 1000

/** How long a copy of the keys can be put back. */
export const COPY_DAYS = 7

/** The copy inside the folder it is written to. */
const COPY_FILE = 'keys.hearback'

/**
 * Copies of the folder of keys that expire: each is locked with a key of its day, which stays in a folder of the
 * installation (in no backup of the data) and is destroyed after a week. Then the copy opens nothing, and so brings
 * back nothing that was destroyed meanwhile.
 */
export class KeyCopies {
  readonly #keys: string
  readonly #days: string

  /** @param keys the folder of keys @param days the folder of the keys of the last days */
  constructor(keys: string, days: string) {
    this.#keys = keys
    this.#days = days
  }

  /** Writes a copy to an empty folder. @param now real time, ms @returns the day (UTC) from which it opens nothing */
  async write(folder: string, now: number): Promise<string> {
    await sodium.ready
    const day = dayOf(now)
    const files = filesIn(this.#keys).map((path) => [relative(this.#keys, path), readFileSync(path).toString('base64')])
    const sealed = lock(sodium.from_string(JSON.stringify(files)), keyFile(this.#days, day), systemRandom)
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    const expires = dayOf(now + COPY_DAYS * DAY_MS)
    writeFileSync(join(folder, COPY_FILE), JSON.stringify({ day, expires, sealed }), { mode: 0o600 })
    return expires
  }

  /** Puts a copy back in the place of keys that are lost. @throws KeyFault when it has expired or is no copy of these keys */
  async restore(folder: string, now: number): Promise<void> {
    await sodium.ready
    this.expire(now)
    const path = join(folder, COPY_FILE)
    if (!existsSync(path))
      throw new KeyFault(
        `${folder} holds no copy of keys: ${COPY_FILE} is missing.`,
        `${folder} 里没有密钥备份：缺 ${COPY_FILE}。`,
      )
    if (existsSync(this.#keys) && readdirSync(this.#keys).length > 0) {
      throw new KeyFault(
        `${this.#keys} is not empty. Move what is in it away first; nothing was changed.`,
        `${this.#keys} 不是空的。请先把里面的东西移走；什么都没有改动。`,
      )
    }
    const { day, sealed } = readCopy(path)
    if (!existsSync(join(this.#days, `${day}.key`))) {
      throw new KeyFault(
        `This copy opens nothing any more: the key of its day (${day}) is not in ${this.#days}. Copies of keys expire after ${COPY_DAYS} days, so that what was destroyed stays destroyed.`,
        `这份备份已经打不开了：它那一天（${day}）的钥匙不在 ${this.#days} 里。密钥备份 ${COPY_DAYS} 天后失效，这样销毁了的东西才真正没有了。`,
      )
    }
    const plain = unlock(sealed, keyFile(this.#days, day))
    if (!plain)
      throw new KeyFault(
        `${path} was changed, or belongs to another installation.`,
        `${path} 被改动过，或者属于另一套安装。`,
      )
    mkdirSync(this.#keys, { recursive: true, mode: 0o700 })
    for (const [name, content] of JSON.parse(sodium.to_string(plain)) as [string, string][]) {
      const target = join(this.#keys, name)
      mkdirSync(join(target, '..'), { recursive: true, mode: 0o700 })
      writeFileSync(target, Buffer.from(content, 'base64'), { mode: 0o600 })
    }
    chmodSync(this.#keys, 0o700)
  }

  /** Destroys the keys of days whose copies have expired. @returns how many */
  expire(now: number): number {
    const oldest = dayOf(now - COPY_DAYS * DAY_MS)
    const expired = this.#kept().filter((day) => day <= oldest)
    for (const day of expired) {
      const path = join(this.#days, `${day}.key`)
      writeFileSync(path, systemRandom.bytes(32), { flush: true })
      rmSync(path, { force: true })
    }
    return expired.length
  }

  /** The day (UTC) of the newest copy that can still be put back, or null. */
  newest(): string | null {
    return this.#kept().at(-1) ?? null
  }

  #kept(): string[] {
    if (!existsSync(this.#days)) return []
    const names = readdirSync(this.#days).filter((name) => name.endsWith('.key'))
    return names.map((name) => name.slice(0, -'.key'.length)).sort()
  }
}

function readCopy(path: string): { day: string; sealed: string } {
  try {
    const { day, sealed } = JSON.parse(readFileSync(path, 'utf8'))
    if (/^\d{4}-\d\d-\d\d$/.test(day) && typeof sealed === 'string') return { day, sealed }
  } catch {
    // Said below.
  }
  throw new KeyFault(`${path} is no copy of keys.`, `${path} 不是密钥备份。`)
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
}

function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10)
}
