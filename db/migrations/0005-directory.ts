import type { Migrate } from './migration.ts'

/** What is known of the accounts in a platform's directory beside whose they are. */
export const up: Migrate = async (db) => {
  await db.schema
    .createTable('directory_entry')
    .addColumn('platform', 'text', (c) => c.notNull())
    .addColumn('workspace', 'text', (c) => c.notNull())
    .addColumn('user_id', 'text', (c) => c.notNull())
    .addColumn('state', 'text', (c) => c.notNull())
    .addColumn('person_id', 'text')
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('department', 'text', (c) => c.notNull())
    .addColumn('candidates', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('directory_entry_pk', ['platform', 'workspace', 'user_id'])
    .execute()
}
