import type { Clock } from '#core'
import type { Database } from '#db'

/** Brings the schema up to date; what was there before is copied aside first. Answers the copy's path, or null. */
export async function migrateWithBackup(database: Database, folder: string, clock: Clock): Promise<string | null> {
  const pending = await database.pending()
  if (pending.length === 0) return null
  const before = await database.applied()
  const last = before.at(-1)
  const stamp = new Date(clock.real()).toISOString().replace(/[:.]/g, '-')
  const copy = last === undefined || !database.backup ? null : `${folder}/before-upgrade-${last}-${stamp}.sqlite`
  if (copy !== null) await database.backup?.(copy)
  await database.migrate()
  return copy
}
