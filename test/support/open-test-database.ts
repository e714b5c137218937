import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { type Database, type DatabaseOptions, openDatabase } from '#db'
import { type PostgresServer, startPostgres } from './postgres-server.ts'
import { scratchFolder } from './scratch.ts'

export const DATABASES = ['sqlite', 'postgres'] as const
export type DatabaseKind = (typeof DATABASES)[number]

let server: Promise<PostgresServer> | null = null

/** The URL of an empty database of its own. The PostgreSQL server is one for the file. */
export async function emptyDatabaseUrl(kind: DatabaseKind): Promise<string> {
  if (kind === 'sqlite') return `sqlite:${join(scratchFolder(), 'test.sqlite')}`
  return (await postgresServer()).createDatabase()
}

/** The PostgreSQL server of this file, to be ended and started again. */
export async function postgresServer(): Promise<PostgresServer> {
  server ??= startPostgres()
  return server
}

/** To be called after all tests of a file that asked for a PostgreSQL. */
export async function stopPostgres(): Promise<void> {
  await (await server)?.stop()
  server = null
}

/** An empty, migrated database of its own. */
export async function openTestDatabase(
  kind: DatabaseKind = 'sqlite',
  options: DatabaseOptions = {},
): Promise<Database> {
  const database = openDatabase(await emptyDatabaseUrl(kind), options)
  onTestFinished(() => database.close())
  await database.migrate()
  return database
}
