import { type SqlBool, sql } from 'kysely'
import type { Migrate } from './migration.ts'

/**
 * PostgreSQL writes a changed row into every index that holds it. Nobody asks for a settled message by its number, so that
 * none is in an index of numbers any more: to settle one writes a third less. In SQLite the number is the row's own place.
 */
export const up: Migrate = async (db, { dialect }) => {
  if (dialect === 'sqlite') return
  await sql`alter table outbox drop constraint outbox_pkey`.execute(db)
  await db.schema
    .createIndex('outbox_number')
    .on('outbox')
    .column('seq')
    .where(sql<SqlBool>`state in ('pending', 'uncertain')`)
    .execute()
}
