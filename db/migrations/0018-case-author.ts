import type { Migrate } from './migration.ts'

/** Who signed a case, sealed with its key; it goes when its case goes. */
export const up: Migrate = async ({ schema }) => {
  await schema
    .createTable('case_author')
    .addColumn('case_id', 'text', (c) => c.primaryKey().references('case_file.id').onDelete('cascade'))
    .addColumn('sealed', 'text', (c) => c.notNull())
    .addColumn('shown', 'integer', (c) => c.notNull().defaultTo(1))
    .execute()
}
