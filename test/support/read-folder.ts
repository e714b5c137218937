import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** Every file below a folder, `left` out (a name at the top), as one run of bytes. */
export function readFolder(folder: string, left: readonly string[] = []): Buffer {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => !left.includes(name.split('/')[0] ?? ''))
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
  return Buffer.concat(files.toSorted().map((path) => readFileSync(path)))
}
