import { type Dialect, PostgresDialect, sql } from 'kysely'
import pg from 'pg'
import type { MigrationContext } from '../migrations/migration.ts'

/** Connections of one process. A transaction holds one from its beginning to its end. */
const CONNECTIONS = 10

const CONNECT_TIMEOUT_MS = 10_000

/**
 * A statement that takes longer is stuck, and so is a transaction in which nothing is said for so long: its process stands
 * still, or is gone without a word. Both hold locks that others wait for, or look past. The URL may say otherwise
 * (`?statement_timeout=…&idle_in_transaction_session_timeout=…`, ms).
 */
const STATEMENT_TIMEOUT_MS = 120_000
const SILENT_TRANSACTION_MS = 30_000

/**
 * Whatever would read much if it were read to its end is compiled by the server first, 50 to 100 ms each time; a page of
 * what is due takes 5.
 */
const NO_COMPILER = 'set jit = off'

const INT8 = 20

export const postgresMigrations: MigrationContext = {
  dialect: 'postgres',
  identity: {
    type: 'bigint',
    column: (column) => column.generatedByDefaultAsIdentity().primaryKey(),
  },
  // A large table takes its time.
  async begin(db) {
    await sql`set local statement_timeout = 0`.execute(db)
  },
}

/** A schema of that database other than the default one is named with `?schema=`. */
export function parsePostgresUrl(url: string): { connectionString: string; schema: string | null } {
  const parsed = new URL(url)
  const schema = parsed.searchParams.get('schema')
  parsed.searchParams.delete('schema')
  return { connectionString: parsed.toString(), schema }
}

export function postgresPool(url: string): pg.Pool {
  const { connectionString, schema } = parsePostgresUrl(url)
  const settings = [NO_COMPILER, ...(schema === null ? [] : [`set search_path to ${pg.escapeIdentifier(schema)}`])]
  const pool = new pg.Pool({
    connectionString,
    max: CONNECTIONS,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    idle_in_transaction_session_timeout: SILENT_TRANSACTION_MS,
    application_name: 'hearback',
    types: { getTypeParser: numbers },
    // Waited for before anything else is asked on the connection.
    onConnect: (client) => client.query(settings.join('; ')),
  })
  // Losing an idle connection is no fault: the next query opens another.
  pool.on('error', () => {})
  // Nor is losing one between two statements of a transaction: the next statement fails, and with it the transaction.
  pool.on('connect', (client) => client.on('error', () => {}))
  return pool
}

/** Instants and counts are 64 bits wide there; none is past what a number holds exactly. */
const numbers: typeof pg.types.getTypeParser = ((oid: number, format?: 'text' | 'binary') =>
  oid === INT8 ? Number : pg.types.getTypeParser(oid, format as 'text')) as typeof pg.types.getTypeParser

export function postgresDialect(pool: pg.Pool): Dialect {
  return new PostgresDialect({ pool })
}
