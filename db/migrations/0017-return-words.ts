import type { Migrate } from './migration.ts'

/** Words by which authors without an address are told of news, and the board that everybody is shown. */
export const up: Migrate = async ({ schema }) => {
  await schema
    .createTable('return_word')
    .addColumn('case_id', 'text', (c) => c.primaryKey().references('case_file.id'))
    .addColumn('sealed', 'text', (c) => c.notNull())
    .addColumn('due_on', 'text')
    .addColumn('turns', 'integer', (c) => c.notNull())
    .execute()
  await schema
    .createTable('return_board')
    .addColumn('one', 'integer', (c) => c.primaryKey())
    .addColumn('at', 'bigint', (c) => c.notNull())
    .addColumn('words', 'text', (c) => c.notNull())
    .addColumn('gone', 'text', (c) => c.notNull())
    .execute()
}
