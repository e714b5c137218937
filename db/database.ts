import { type CoreStores, HearbackError, type Transactor } from '#core'
import type { DomainStores } from '#domain'
import { openPostgres } from './postgres-database.ts'
import { openSqliteDatabase } from './sqlite-database.ts'

export type Stores = CoreStores & DomainStores

/** The company's database. Whoever opens a transaction gets stores; nobody gets the connection. */
export interface Database extends Transactor<Stores> {
  readonly kind: 'sqlite' | 'postgres'
  /** Brings the schema up to date; answers the changes made. @throws HearbackError when it is newer than this program */
  migrate(): Promise<string[]>
  /** Does what no other process may do at the same time on this database, such as making it ready for the first time. */
  alone<T>(work: () => Promise<T>): Promise<T>
  /** Names of changes made before, oldest first. */
  applied(): Promise<string[]>
  /** Names of changes still to make. */
  pending(): Promise<string[]>
  /** Lets the planner know what is in the tables now. For after many rows were added at once. */
  analyze(): Promise<void>
  /** Writes a consistent copy while others read and write. Null where the database has its own way (`pg_dump`). */
  readonly backup: ((file: string) => Promise<void>) | null
  /** Erases what destroyed rows left in the database's own files, as far as it can be told to. */
  scrub(): Promise<void>
  /** What time its own clock shows, ms; null where it has none but this machine's. */
  readonly now: (() => Promise<number>) | null
  /**
   * Settings by which the server writes into its own log what a statement was given, and with it who was looked up when;
   * as `name = value`. Null where there is no server.
   */
  readonly logsValues: (() => Promise<string[]>) | null
  /** Resolves when it answers. */
  check(): Promise<void>
  close(): Promise<void>
}

export interface DatabaseOptions {
  readonly readonly?: boolean
  /** Real time by which leases are judged where one process has the database, ms. */
  readonly realNow?: () => number
}

/** Opens a database by its URL: `sqlite:PATH` or `postgres://…`. */
export function openDatabase(url: string, options: DatabaseOptions = {}): Database {
  if (url.startsWith('sqlite:')) return openSqliteDatabase(url.slice('sqlite:'.length), options)
  if (/^postgres(ql)?:\/\//.test(url)) return openPostgres(url)
  throw new HearbackError('database-url', 'DATABASE_URL: expected sqlite:PATH or postgres://…', {
    zh: 'DATABASE_URL：应该是 sqlite:路径 或 postgres://…',
  })
}
