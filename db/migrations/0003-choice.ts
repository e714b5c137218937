import type { Migrate } from './migration.ts'

/** Numbers typed in the place of a tap. */
export const up: Migrate = async (db) => {
  await db.schema
    .createTable('choice')
    .addColumn('address', 'text', (c) => c.primaryKey())
    .addColumn('choices', 'text', (c) => c.notNull())
    .execute()
}
