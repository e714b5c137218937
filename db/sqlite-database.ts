import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { Kysely, sql } from 'kysely'
import { HearbackError } from '#core'
import type { Database, DatabaseOptions } from './database.ts'
import { sqliteStores } from './dialects/dialect.ts'
import { openSqlite, patiently, sqliteDialect, sqliteMigrations } from './dialects/sqlite.ts'
import { GroupCommit } from './group-commit.ts'
import { SchemaChanges } from './migrations/run-migrations.ts'
import type { Tables } from './schema/index.ts'
import { createStores } from './stores/index.ts'

/** A SQLite file: the embedded default. */
export function openSqliteDatabase(path: string, options: DatabaseOptions): Database {
  if (!options.readonly) mkdirSync(dirname(path), { recursive: true })
  const sqlite = openSqlite(path, options)
  sqlite.pragma('busy_timeout = 0')
  const db = new Kysely<Tables>({ dialect: sqliteDialect(sqlite) })
  const transactions = new GroupCommit(db, sqlite)
  const changes = new SchemaChanges(db, sqliteMigrations)
  const dialect = sqliteStores(options.realNow ?? Date.now)

  return {
    kind: 'sqlite',
    transaction: (work) => transactions.transaction((open) => work(createStores(open, dialect))),
    migrate: () => patiently(sqlite, () => changes.make()),
    // Whoever serves the file has it to itself.
    alone: (work) => work(),
    applied: () => changes.applied(),
    pending: () => changes.pending(),

    async analyze() {
      await patiently(sqlite, () => sqlite.pragma('optimize'))
    },

    async backup(file) {
      mkdirSync(dirname(file), { recursive: true })
      await sqlite.backup(file)
    },

    async scrub() {
      const checkpoint = () => sqlite.pragma('wal_checkpoint(TRUNCATE)') as { busy: number }[]
      const [result] = await transactions.between(() => patiently(sqlite, checkpoint))
      if (result?.busy !== 0) {
        throw new HearbackError('scrub-busy', 'The write-ahead log could not be erased: another process is reading.')
      }
    },

    now: null,
    logsValues: null,

    async check() {
      await sql`select 1`.execute(db)
    },

    close: () => db.destroy(),
  }
}
