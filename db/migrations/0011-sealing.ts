import type { Migrate } from './migration.ts'

/** The end of cases, and what is counted of them. */
export const up: Migrate = async ({ schema }) => {
  await schema.alterTable('case_file').addColumn('seal_on', 'text').execute()
  await schema
    .createTable('case_destruction')
    .addColumn('locked', 'text', (c) => c.primaryKey())
    .execute()
  await schema
    .createTable('case_count')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('quarter', 'text', (c) => c.notNull())
    .addColumn('topic', 'text', (c) => c.notNull())
    .addColumn('in_time', 'integer')
    .execute()
  await schema
    .createTable('statistics_table')
    .addColumn('quarter', 'text', (c) => c.primaryKey())
    .addColumn('rows', 'text', (c) => c.notNull())
    .execute()
}
