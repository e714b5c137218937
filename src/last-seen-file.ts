import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/**
 * The last time this installation was alive, beside the data and in no backup of it: data that has not come so far is an
 * old copy, however it was put back.
 */
export function lastSeenFile(home: string) {
  const path = join(home, 'last-seen')
  return {
    read(): number | null {
      const at = existsSync(path) ? Number(readFileSync(path, 'utf8')) : Number.NaN
      return Number.isFinite(at) ? at : null
    },

    write(at: number): void {
      mkdirSync(dirname(path), { recursive: true })
      writeFileSync(`${path}.new`, String(at))
      renameSync(`${path}.new`, path)
    },
  }
}
