import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import type BetterSqlite from 'better-sqlite3'
import { Kysely, sql } from 'kysely'
import { Migrator } from 'kysely/migration'
import { type CoreStores, HearbackError, type Transactor } from '#core'
import type { DomainStores } from '#domain'
import { openSqlite, sqliteDialect, sqliteMigrations } from './dialects/sqlite.ts'
import { GroupCommit } from './group-commit.ts'
import { MIGRATIONS } from './migrations/index.ts'
import type { Tables } from './schema/index.ts'
import { createStores } from './stores/index.ts'

export type Stores = CoreStores & DomainStores

/** The company's database. Whoever opens a transaction gets stores; nobody gets the connection. */
export interface Database extends Transactor<Stores> {
  /** Brings the schema up to date. @throws HearbackError when it is newer than this program */
  migrate(): Promise<{ applied: string[] }>
  /** Names of changes made before, oldest first. */
  applied(): Promise<string[]>
  /** Names of changes still to make. */
  pending(): Promise<string[]>
  /** Writes a consistent copy while others read and write. */
  backup(file: string): Promise<void>
  /** Erases what destroyed rows left in the write-ahead log. */
  scrub(): void
  check(): Promise<void>
  close(): Promise<void>
}

/** Opens a database by its URL, `sqlite:PATH`. */
export function openDatabase(url: string, options: { readonly?: boolean } = {}): Database {
  if (!url.startsWith('sqlite:')) {
    throw new HearbackError('database-url', 'DATABASE_URL: expected sqlite:PATH')
  }
  const path = url.slice('sqlite:'.length)
  if (!options.readonly) mkdirSync(dirname(path), { recursive: true })
  return new SqliteStore(openSqlite(path, options))
}

class SqliteStore implements Database {
  readonly #sqlite: BetterSqlite.Database
  readonly #db: Kysely<Tables>
  readonly #transactions: GroupCommit

  constructor(sqlite: BetterSqlite.Database) {
    this.#sqlite = sqlite
    this.#db = new Kysely<Tables>({ dialect: sqliteDialect(sqlite) })
    this.#transactions = new GroupCommit(this.#db, () => sqlite.inTransaction)
  }

  transaction<T>(work: (stores: Stores) => Promise<T>): Promise<T> {
    return this.#transactions.transaction((db) => work(createStores(db)))
  }

  async pending(): Promise<string[]> {
    const migrations = await this.#migrator().getMigrations()
    const applied = await this.applied()
    const unknown = applied.filter((name) => !(name in MIGRATIONS))
    if (unknown.length > 0) {
      throw new HearbackError(
        'schema-newer',
        `The database was written by a newer Hearback (it knows ${unknown.join(', ')}). Start that version, or restore a backup made before the upgrade.`,
      )
    }
    return migrations.filter((one) => one.executedAt === undefined).map((one) => one.name)
  }

  async migrate(): Promise<{ applied: string[] }> {
    if ((await this.pending()).length === 0) return { applied: [] }
    const { error, results } = await this.#migrator().migrateToLatest()
    if (error) throw error
    return { applied: (results ?? []).map((result) => result.migrationName) }
  }

  async backup(file: string): Promise<void> {
    mkdirSync(dirname(file), { recursive: true })
    await this.#sqlite.backup(file)
  }

  scrub(): void {
    const [result] = this.#sqlite.pragma('wal_checkpoint(TRUNCATE)') as { busy: number }[]
    if (result?.busy !== 0) {
      throw new HearbackError('scrub-busy', 'The write-ahead log could not be erased: another process is reading.')
    }
  }

  async check(): Promise<void> {
    await sql`select 1`.execute(this.#db)
  }

  async close(): Promise<void> {
    await this.#db.destroy()
  }

  async applied(): Promise<string[]> {
    const tables = await this.#db.introspection.getTables({ withInternalKyselyTables: true })
    if (!tables.some((table) => table.name === 'kysely_migration')) return []
    const { rows } = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(this.#db)
    return rows.map((row) => row.name)
  }

  #migrator(): Migrator {
    const context = sqliteMigrations
    const provider = {
      getMigrations: async () =>
        Object.fromEntries(
          Object.entries(MIGRATIONS).map(([name, up]) => [name, { up: (db: Kysely<unknown>) => up(db, context) }]),
        ),
    }
    return new Migrator({ db: this.#db, provider })
  }
}
