import type { Migrate } from './migration.ts'

/** Pictures of entries, each sealed with its case's key; all have one size. They go when their case goes. */
export const up: Migrate = async ({ schema }) => {
  await schema
    .createTable('case_picture')
    .addColumn('case_id', 'text', (c) => c.notNull().references('case_file.id').onDelete('cascade'))
    .addColumn('entry', 'integer', (c) => c.notNull())
    .addColumn('n', 'integer', (c) => c.notNull())
    .addColumn('body', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('case_picture_pk', ['case_id', 'entry', 'n'])
    .execute()
}
