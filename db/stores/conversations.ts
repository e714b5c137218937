import { type Selectable, sql } from 'kysely'
import { ConflictError, type Conversation, type ConversationStore } from '#core'
import type { ConversationTable } from '../schema/conversation.ts'
import type { Connection } from './connection.ts'

export function conversationStore(db: Connection): ConversationStore {
  const all = () => db.selectFrom('conversation').selectAll()

  return {
    async active(person) {
      const row = await all().where('person_id', '=', person).where('status', '=', sql.lit('active')).executeTakeFirst()
      return row ? fromRow(row) : null
    },

    async get(id) {
      const row = await all().where('id', '=', id).executeTakeFirst()
      return row ? fromRow(row) : null
    },

    async bySubject(person, flow, subject) {
      const row = await all()
        .where('person_id', '=', person)
        .where('flow', '=', flow)
        .where('subject', '=', subject)
        .executeTakeFirst()
      return row ? fromRow(row) : null
    },

    async parked(person) {
      const rows = await all()
        .where('person_id', '=', person)
        .where('status', '=', 'parked')
        .orderBy('nudge_at')
        .orderBy('id')
        .execute()
      return rows.map(fromRow)
    },

    async open(conversation) {
      const result = await db
        .insertInto('conversation')
        .values(toRow(conversation))
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst()
      if (result.numInsertedOrUpdatedRows !== 1n) throw new ConflictError('the conversation')
    },

    async save(conversation, seen) {
      const { id, ...row } = toRow(conversation)
      const result = await db
        .updateTable('conversation')
        .set({ ...row, revision: seen + 1 })
        .where('id', '=', id)
        .where('revision', '=', seen)
        .executeTakeFirst()
      if (result.numUpdatedRows !== 1n) throw new ConflictError('the conversation')
    },

    async end(id, seen) {
      const result = await db
        .deleteFrom('conversation')
        .where('id', '=', id)
        .where('revision', '=', seen)
        .executeTakeFirst()
      if (result.numDeletedRows !== 1n) throw new ConflictError('the conversation')
    },

    async dueNudges(now, limit) {
      const rows = await db
        .selectFrom('conversation')
        .select('id')
        .where('nudge_at', '<=', now)
        .orderBy('nudge_at')
        .limit(limit)
        .execute()
      return rows.map((row) => row.id)
    },

    async nextNudge() {
      const row = await db
        .selectFrom('conversation')
        .select('nudge_at')
        .where('nudge_at', 'is not', null)
        .orderBy('nudge_at')
        .limit(1)
        .executeTakeFirst()
      return row?.nudge_at ?? null
    },
  }
}

function fromRow(row: Selectable<ConversationTable>): Conversation {
  const { person_id: person, nudge_at: nudgeAt, ...rest } = row
  return { ...rest, person, nudgeAt }
}

function toRow({ person, nudgeAt, ...rest }: Conversation): ConversationTable {
  return { ...rest, person_id: person, nudge_at: nudgeAt }
}
