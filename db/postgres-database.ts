import { Kysely, sql } from 'kysely'
import { ConflictError } from '#core'
import type { Database } from './database.ts'
import { POSTGRES_STORES } from './dialects/dialect.ts'
import { parsePostgresUrl, postgresDialect, postgresMigrations, postgresPool } from './dialects/postgres.ts'
import { loggedValues } from './logged-values.ts'
import { SchemaChanges } from './migrations/run-migrations.ts'
import type { Tables } from './schema/index.ts'
import { createStores } from './stores/index.ts'

/** Somebody else held what this transaction wanted; run again, it will find what they left. */
const RUN_AGAIN = ['40001', '40P01']

/** Names a lock of PostgreSQL; any number that nothing else in the database uses. */
const START_LOCK = 7_239_054

/** A PostgreSQL database, shared by any number of processes. */
export function openPostgres(url: string): Database {
  const db = new Kysely<Tables>({ dialect: postgresDialect(postgresPool(url)) })
  const { schema } = parsePostgresUrl(url)
  const changes = new SchemaChanges(db, postgresMigrations, schema ?? 'public')

  return {
    kind: 'postgres',

    async transaction(work) {
      try {
        return await db
          .transaction()
          // A statement sees what was committed before it began: claims rely on that.
          .setIsolationLevel('read committed')
          .execute((trx) => work(createStores(trx, POSTGRES_STORES)))
      } catch (error) {
        if (isRunAgain(error)) throw new ConflictError('a row')
        throw error
      }
    },

    async migrate() {
      if (schema !== null) await db.schema.createSchema(schema).ifNotExists().execute()
      return changes.make()
    },
    alone: (work) =>
      db.connection().execute(async (connection) => {
        // Whoever has it may take long.
        await sql`set statement_timeout = 0`.execute(connection)
        try {
          await sql`select pg_advisory_lock(${START_LOCK})`.execute(connection)
          try {
            return await work()
          } finally {
            await sql`select pg_advisory_unlock(${START_LOCK})`.execute(connection)
          }
        } finally {
          await sql`reset statement_timeout`.execute(connection)
        }
      }),
    applied: () => changes.applied(),
    pending: () => changes.pending(),

    async analyze() {
      await sql`analyze`.execute(db)
    },

    backup: null,

    // Dead rows are overwritten by vacuum and the log recycled in its own time; what matters is sealed with a key that goes.
    scrub: async () => {},

    async now() {
      const { at } = await db
        .selectNoFrom(sql<number>`${POSTGRES_STORES.leaseNow()}`.as('at'))
        .executeTakeFirstOrThrow()
      return Number(at)
    },

    logsValues: () => loggedValues(db),

    async check() {
      await sql`select 1`.execute(db)
    },

    close: () => db.destroy(),
  }
}

function isRunAgain(error: unknown): boolean {
  return error instanceof Error && 'code' in error && RUN_AGAIN.includes(String(error.code))
}
