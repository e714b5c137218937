import type { Migrate } from './migration.ts'

/** Limits with several spans need more than one number; what the old ones held is forgotten within a minute. */
export const up: Migrate = async (db) => {
  await db.schema.alterTable('bucket').addColumn('state', 'text').execute()
}
