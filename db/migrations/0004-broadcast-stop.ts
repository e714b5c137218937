import { sql } from 'kysely'
import type { Migrate } from './migration.ts'

/** A sending has a name and can be stopped; changes of sent messages are found without reading all the new ones. */
export const up: Migrate = async ({ schema }) => {
  await schema
    .alterTable('broadcast')
    .addColumn('title', 'text', (c) => c.notNull().defaultTo('{"zh-CN":"","en":""}'))
    .execute()
  await schema.alterTable('broadcast').addColumn('stopped_at', 'bigint').execute()
  await schema
    .createIndex('outbox_updates')
    .on('outbox')
    .columns(['route', 'not_before', 'class', 'seq'])
    .where(sql<boolean>`state = 'pending' and replaces is not null`)
    .execute()
}
