import { type SqlBool, sql } from 'kysely'
import type { Migrate } from './migration.ts'

/** What operators were asked about a message, and what they said. */
export const up: Migrate = async ({ schema }) => {
  for (const column of ['question', 'decision', 'decided_by']) {
    await schema.alterTable('outbox').addColumn(column, 'text').execute()
  }
  await schema
    .createIndex('outbox_question')
    .on('outbox')
    .column('question')
    .where(sql<SqlBool>`question is not null`)
    .execute()
}
