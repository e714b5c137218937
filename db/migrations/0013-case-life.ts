import { sql } from 'kysely'
import type { Migrate } from './migration.ts'

/** The whole life of a case: who has it, what is owed since when, how it ended, appeals; what a coordinator passed on. */
export const up: Migrate = async (db) => {
  const texts = [
    'owed_on',
    'acknowledge_by',
    'deputy_id',
    'department',
    'answered_on',
    'closed_on',
    'outcome',
    'publication',
    'appeal_of',
  ]
  for (const column of texts) await db.schema.alterTable('case_file').addColumn(column, 'text').execute()
  await db.schema.alterTable('case_file').addColumn('rating', 'integer').execute()
  await db.schema
    .alterTable('case_file')
    .addColumn('muted', 'integer', (c) => c.notNull().defaultTo(0))
    .execute()
  await db.schema
    .alterTable('case_file')
    .addColumn('deciders', 'text', (c) => c.notNull().defaultTo('[]'))
    .execute()
  await db.schema.alterTable('case_entry').addColumn('restated', 'text').execute()
  await db.schema
    .alterTable('case_entry')
    .addColumn('passed', 'integer', (c) => c.notNull().defaultTo(0))
    .execute()
  await db.schema.createIndex('case_file_appeal').on('case_file').column('appeal_of').execute()

  // What stood there before: somebody has it in hand, an answer is owed while there is none.
  await sql`update case_file set state = 'acknowledged' where state = 'taken'`.execute(db)
  await sql`update case_file set owed_on = received_on where state in ('received', 'acknowledged')`.execute(db)
  await sql`update case_file set answered_on = (
    select min(on_day) from case_entry where case_entry.case_id = case_file.id and side = 'handler'
  )`.execute(db)
  await sql`update case_file set closed_on = (
    select max(on_day) from case_entry where case_entry.case_id = case_file.id and kind = 'closing'
  ) where state = 'closed'`.execute(db)
}
