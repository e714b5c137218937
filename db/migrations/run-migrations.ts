import { type Kysely, sql } from 'kysely'
import { Migrator } from 'kysely/migration'
import { HearbackError } from '#core'
import type { Tables } from '../schema/index.ts'
import { MIGRATIONS } from './index.ts'
import type { MigrationContext } from './migration.ts'

/** The changes of a database's schema: those made, and those to make. */
export class SchemaChanges {
  readonly #db: Kysely<Tables>
  readonly #context: MigrationContext
  readonly #schema: string | undefined

  /** `schema`: the one the tables are in, where a database has several. */
  constructor(db: Kysely<Tables>, context: MigrationContext, schema?: string) {
    this.#db = db
    this.#context = context
    this.#schema = schema
  }

  /** Names of changes made before, oldest first. */
  async applied(): Promise<string[]> {
    const tables = await this.#db.introspection.getTables({ withInternalKyselyTables: true })
    if (!tables.some(({ name, schema }) => name === 'kysely_migration' && schema === this.#schema)) return []
    const { rows } = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(this.#db)
    return rows.map((row) => row.name)
  }

  /** Names of changes still to make. @throws HearbackError when the database knows changes that this program does not */
  async pending(): Promise<string[]> {
    const applied = await this.applied()
    const unknown = applied.filter((name) => !(name in MIGRATIONS))
    if (unknown.length > 0) {
      throw new HearbackError(
        'schema-newer',
        `The database was written by a newer Hearback (it knows ${unknown.join(', ')}). Start that version, or restore a backup made before the upgrade.`,
        {
          zh: `这个数据库是更新版本的 Hearback 写的（多了 ${unknown.join('、')}）。请启动那个版本，或恢复升级之前的备份。`,
        },
      )
    }
    return Object.keys(MIGRATIONS).filter((name) => !applied.includes(name))
  }

  /** Makes them, under a lock that keeps other processes from doing the same. */
  async make(): Promise<string[]> {
    if ((await this.pending()).length === 0) return []
    const migrations = Object.entries(MIGRATIONS).map(([name, up]) => [
      name,
      {
        up: async (db: Kysely<unknown>) => {
          await this.#context.begin?.(db)
          await up(db, this.#context)
        },
      },
    ])
    const provider = { getMigrations: async () => Object.fromEntries(migrations) }
    const { error, results } = await new Migrator({ db: this.#db, provider }).migrateToLatest()
    if (error) throw error
    return (results ?? []).map((result) => result.migrationName)
  }
}
