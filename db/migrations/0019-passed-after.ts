import { sql } from 'kysely'
import type { Migrate } from './migration.ts'

/** How much there was of a case when its department got it; departments from before go on reading what they have read. */
export const up: Migrate = async (db) => {
  await db.schema.alterTable('case_file').addColumn('passed_after', 'integer').execute()
  await sql`update case_file set passed_after = 0 where department is not null`.execute(db)
}
