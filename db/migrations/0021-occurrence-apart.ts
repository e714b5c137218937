import { type SqlBool, sql } from 'kysely'
import type { Migrate } from './migration.ts'

/**
 * Whoever owns an open occurrence is nearly always who is reminded of it next, and is found by that: only the others need
 * a place in an index of owners. To close one of a million then writes a page less.
 */
export const up: Migrate = async ({ schema }) => {
  await schema.dropIndex('occurrence_owner').execute()
  await schema
    .createIndex('occurrence_owner')
    .on('occurrence')
    .column('owner_id')
    .where(sql<SqlBool>`state = 'open' and (next_at is null or next_for <> owner_id)`)
    .execute()
}
