import type { Migrate } from './migration.ts'

/** Who is who, as administrators say it in the chat. */
export const up: Migrate = async ({ schema }) => {
  await schema
    .createTable('channel_binding')
    .addColumn('channel', 'text', (c) => c.primaryKey())
    .addColumn('place', 'text', (c) => c.notNull().unique())
    .addColumn('bound_by', 'text', (c) => c.notNull())
    .addColumn('bound_at', 'bigint', (c) => c.notNull())
    .execute()
  await schema
    .createTable('role_holder')
    .addColumn('role', 'text', (c) => c.notNull())
    .addColumn('person_id', 'text', (c) => c.notNull())
    .addColumn('appointed_by', 'text', (c) => c.notNull())
    .addColumn('appointed_at', 'bigint', (c) => c.notNull())
    .addPrimaryKeyConstraint('role_holder_key', ['role', 'person_id'])
    .execute()
  await schema
    .createTable('setup_code')
    .addColumn('hash', 'text', (c) => c.primaryKey())
    .addColumn('purpose', 'text', (c) => c.notNull())
    .addColumn('until', 'bigint', (c) => c.notNull())
    .execute()
}
