import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { scratchFolder } from './scratch.ts'

/** A company's folder of definitions with its own copy of a shipped one. */
export function ownCopy(flow: string, name: string) {
  const folder = scratchFolder()
  const file = join(folder, name)
  const shipped = new URL(`../../flows/${flow}/definitions/${name}`, import.meta.url)
  writeFileSync(file, readFileSync(fileURLToPath(shipped), 'utf8'))
  return {
    folder,
    edit: (change: (yaml: string) => string) => writeFileSync(file, change(readFileSync(file, 'utf8'))),
  }
}
