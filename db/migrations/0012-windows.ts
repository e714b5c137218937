import type { Migrate } from './migration.ts'

/** What waits for the next window: one bag, and the entries that authors do not see yet. */
export const up: Migrate = async ({ schema }) => {
  await schema
    .createTable('waiting_bag')
    .addColumn('one', 'integer', (c) => c.primaryKey())
    .addColumn('sealed', 'text', (c) => c.notNull())
    .addColumn('mark', 'text', (c) => c.notNull())
    .execute()
  await schema
    .createTable('held_entry')
    .addColumn('case_id', 'text', (c) => c.notNull().references('case_file.id'))
    .addColumn('entry', 'integer', (c) => c.notNull())
    .addPrimaryKeyConstraint('held_entry_pk', ['case_id', 'entry'])
    .execute()
}
