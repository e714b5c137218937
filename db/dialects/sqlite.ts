import BetterSqlite from 'better-sqlite3'
import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type SqliteDatabase,
  SqliteDialect,
  SqliteDriver,
} from 'kysely'
import type { MigrationContext } from '../migrations/migration.ts'

/** Milliseconds a writer waits for another process (an import beside a running server). */
const BUSY_TIMEOUT = 10_000

/** Compiled statements kept for the next use. */
const STATEMENTS = 500

/** Opens the file with the settings every connection to it must have. */
export function openSqlite(path: string, options: { readonly?: boolean } = {}): BetterSqlite.Database {
  const database = new BetterSqlite(path, { timeout: BUSY_TIMEOUT, readonly: options.readonly ?? false })
  if (!options.readonly) {
    database.pragma('journal_mode = WAL')
    // With less than FULL a power cut can take back what was acknowledged.
    database.pragma('synchronous = FULL')
    // Deleted content is overwritten with zeros.
    database.pragma('secure_delete = ON')
  }
  database.pragma('foreign_keys = ON')
  database.pragma('temp_store = MEMORY')
  database.pragma('trusted_schema = OFF')
  return database
}

export function sqliteDialect(database: BetterSqlite.Database): Dialect {
  return new ImmediateDialect({ database: withStatementCache(database) }, database.readonly)
}

export const sqliteMigrations: MigrationContext = {
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

class ImmediateDialect extends SqliteDialect {
  readonly #config: { database: SqliteDatabase }
  readonly #readonly: boolean

  constructor(config: { database: SqliteDatabase }, readonly: boolean) {
    super(config)
    this.#config = config
    this.#readonly = readonly
  }

  override createDriver(): Driver {
    return new ImmediateDriver(this.#config, this.#readonly)
  }
}

/** Takes the write lock at the start: a transaction that reads first and writes later could not wait for another writer. */
class ImmediateDriver extends SqliteDriver {
  readonly #readonly: boolean

  constructor(config: { database: SqliteDatabase }, readonly: boolean) {
    super(config)
    this.#readonly = readonly
  }

  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw(this.#readonly ? 'begin' : 'begin immediate'))
  }
}
