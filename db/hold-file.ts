import BetterSqlite from 'better-sqlite3'

/** Takes an exclusive lock that dies with this process; null when another process has it. */
export function holdFile(path: string): (() => void) | null {
  const file = new BetterSqlite(path, { timeout: 0 })
  try {
    file.pragma('locking_mode = EXCLUSIVE')
    file.exec('begin exclusive; create table if not exists held (one integer)')
    return () => {
      file.close()
    }
  } catch (error) {
    file.close()
    if (error instanceof BetterSqlite.SqliteError && error.code.startsWith('SQLITE_BUSY')) return null
    throw error
  }
}
