import BetterSqlite from 'better-sqlite3'
import { type Dialect, type SqliteDatabase, SqliteDialect } from 'kysely'
import type { MigrationContext } from '../migrations/migration.ts'

/** How long a statement outside our transactions waits for another process, standing still. */
const BUSY_TIMEOUT_MS = 10_000

/**
 * Pages the log may hold before they are written to their places in the file (32 MB). Keys of people lie all over a large
 * index: the more changes are written at once, the fewer pages are written again and again.
 */
const CHECKPOINT_PAGES = 8000

/** Compiled statements kept for the next use. */
const STATEMENTS = 500

/** Opens the file with the settings every connection to it must have. */
export function openSqlite(path: string, options: { readonly?: boolean } = {}): BetterSqlite.Database {
  const database = new BetterSqlite(path, { timeout: BUSY_TIMEOUT_MS, readonly: options.readonly ?? false })
  if (!options.readonly) {
    database.pragma('journal_mode = WAL')
    // With less than FULL a power cut can take back what was acknowledged.
    database.pragma('synchronous = FULL')
    database.pragma(`wal_autocheckpoint = ${CHECKPOINT_PAGES}`)
    // Deleted content is overwritten with zeros.
    database.pragma('secure_delete = ON')
  }
  database.pragma('foreign_keys = ON')
  database.pragma('temp_store = MEMORY')
  database.pragma('trusted_schema = OFF')
  return database
}

/** Does what may stand still while another process writes; everything else fails at once and waits without blocking. */
export async function patiently<T>(database: BetterSqlite.Database, work: () => T): Promise<Awaited<T>> {
  database.pragma(`busy_timeout = ${BUSY_TIMEOUT_MS}`)
  try {
    return await work()
  } finally {
    database.pragma('busy_timeout = 0')
  }
}

export function sqliteDialect(database: BetterSqlite.Database): Dialect {
  return new SqliteDialect({ database: withStatementCache(database) })
}

export const sqliteMigrations: MigrationContext = {
  dialect: 'sqlite',
  identity: { type: 'integer', column: (column) => column.primaryKey().autoIncrement() },
}

/** Kysely compiles each statement anew; SQLite's compiler is a good part of a short query's time. */
function withStatementCache(database: BetterSqlite.Database): SqliteDatabase {
  const cache = new Map<string, BetterSqlite.Statement>()
  return {
    close: () => database.close(),
    prepare: (sql) => {
      let statement = cache.get(sql)
      if (!statement) {
        if (cache.size >= STATEMENTS) cache.clear()
        statement = database.prepare(sql)
        cache.set(sql, statement)
      }
      return statement as unknown as ReturnType<SqliteDatabase['prepare']>
    },
  }
}
