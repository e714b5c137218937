import { randomBytes } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const KEY_BYTES = 32

/** Reads a 256-bit key of the installation, making it on first use. Folder mode 700, file mode 600. */
export function keyFile(folder: string, name: string): Uint8Array {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  chmodSync(folder, 0o700)
  const path = join(folder, `${name}.key`)
  if (!existsSync(path)) writeFileSync(path, randomBytes(KEY_BYTES), { mode: 0o600, flag: 'wx' })
  const key = readFileSync(path)
  if (key.length !== KEY_BYTES)
    throw new RangeError(`${path} is not a key: it has ${key.length} bytes, not ${KEY_BYTES}`)
  return new Uint8Array(key)
}
