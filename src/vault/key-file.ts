import { randomBytes } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const KEY_BYTES = 32
const ID_BYTES = 16

/** Something is wrong with the installation's keys; the sentence says what to check. */
export class KeyFault extends Error {
  override name = 'KeyFault'
  readonly code = 'bad-key'
  /** The sentence in Chinese. */
  readonly zh: string
  constructor(message: string, zh: string) {
    super(message)
    this.zh = zh
  }
}

/** Reads a 256-bit key of the installation, making it on first use. Folder mode 700, file mode 600. */
export function keyFile(folder: string, name: string): Uint8Array {
  const path = join(folder, `${name}.key`)
  const key = readOrMake(folder, path, KEY_BYTES)
  chmodSync(folder, 0o700)
  if (key.length === KEY_BYTES) return new Uint8Array(key)
  throw new KeyFault(
    `${path} is not a key: it has ${key.length} bytes, not ${KEY_BYTES}. Put your copy of the keys in its place.`,
    `${path} 不是密钥：有 ${key.length} 个字节，应该是 ${KEY_BYTES} 个。请把您备份的密钥放回去。`,
  )
}

/** The name of a folder of keys, random, hex: what is sealed with them can tell whether it has the right ones. */
export function keysId(folder: string): string {
  return readOrMake(folder, join(folder, 'keys.id'), ID_BYTES).toString('hex')
}

/** Whether a folder holds keys. */
export function hasKeys(folder: string): boolean {
  return existsSync(join(folder, 'keys.id'))
}

function readOrMake(folder: string, path: string, bytes: number): Buffer {
  if (!existsSync(path)) {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    writeFileSync(path, randomBytes(bytes), { mode: 0o600, flag: 'wx' })
  }
  return readFileSync(path)
}
