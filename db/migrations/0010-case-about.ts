import type { Migrate } from './migration.ts'

/** Whom a case is about, sealed; cases from before are about nobody. */
export const up: Migrate = async ({ schema }) => {
  await schema
    .alterTable('case_file')
    .addColumn('about', 'text', (column) => column.notNull().defaultTo(''))
    .execute()
}
