import { type SqlBool, sql } from 'kysely'
import type { Migrate } from './migration.ts'

/**
 * A claim is a row of its own and no longer a change of every message it covers: those are written once, with their
 * outcome. What a process of before had in hand may have arrived.
 */
export const up: Migrate = async (db) => {
  const { schema } = db
  await schema
    .createTable('outbox_claim')
    .addColumn('first', 'bigint', (c) => c.primaryKey())
    .addColumn('owner', 'text', (c) => c.notNull())
    .addColumn('until', 'bigint', (c) => c.notNull())
    .addColumn('seqs', 'text', (c) => c.notNull())
    .execute()
  await schema.createIndex('outbox_claim_owner').on('outbox_claim').column('owner').execute()
  await sql`update outbox set state = 'uncertain', code = 'claim-expired' where state = 'claimed'`.execute(db)
  await schema.dropIndex('outbox_claimed').execute()
  await schema.dropIndex('outbox_lane').execute()
  await schema
    .createIndex('outbox_lane')
    .on('outbox')
    .columns(['lane', 'seq'])
    .where(sql<SqlBool>`state in ('pending', 'uncertain')`)
    .execute()
  await schema
    .createIndex('outbox_uncertain')
    .on('outbox')
    .column('seq')
    .where(sql<SqlBool>`state = 'uncertain'`)
    .execute()
  await schema.alterTable('outbox').dropColumn('claim_owner').execute()
  await schema.alterTable('outbox').dropColumn('claim_until').execute()
  // The same as another one.
  await schema.dropIndex('outbox_updates').execute()
}
