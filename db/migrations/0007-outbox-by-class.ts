import { type SqlBool, sql } from 'kysely'
import type { Migrate } from './migration.ts'

/** A page of the most urgent is read from the index as it stands, instead of sorting everything that is due for each page. */
export const up: Migrate = async ({ schema }) => {
  await schema.dropIndex('outbox_due').execute()
  await schema
    .createIndex('outbox_due')
    .on('outbox')
    .columns(['route', 'class', 'not_before', 'seq'])
    .where(sql<SqlBool>`state = 'pending'`)
    .execute()
  // Changes of sent messages are few among what is pending; to find none of them must not mean to read everything.
  await schema
    .createIndex('outbox_due_update')
    .on('outbox')
    .columns(['route', 'class', 'not_before', 'seq'])
    .where(sql<SqlBool>`state = 'pending' and replaces is not null`)
    .execute()
}
