import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { HearbackError } from '#core'
import { holdFile } from '#db'

/**
 * Keeps a second `serve` from the same SQLite file; null for a database that any number of processes share. The lock is an open transaction on a file beside it: the operating
 * system lets go of it when the process ends, however it ends.
 * @throws HearbackError when another process holds it
 */
export function lockForServing(url: string): (() => void) | null {
  if (!url.startsWith('sqlite:')) return null
  const databasePath = url.slice('sqlite:'.length)
  mkdirSync(dirname(databasePath), { recursive: true })
  const release = holdFile(`${databasePath}.serving`)
  if (release) return release
  throw new HearbackError(
    'already-serving',
    `Another Hearback is serving ${databasePath}. Stop it first, or give this one its own HEARBACK_HOME and PORT.`,
    { zh: `另一个 Hearback 正在使用 ${databasePath}。请先停掉它，或给这一个另设 HEARBACK_HOME 和 PORT。` },
  )
}
