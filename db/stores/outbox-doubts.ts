import { sql } from 'kysely'
import type { OutboxStore } from '#core'
import type { Connection } from './connection.ts'
import { fromRow } from './outbox-rows.ts'

/** Stand in the statement itself: partial indexes are chosen by them. */
const PENDING = sql.lit('pending')
const HELD = sql.lit('held')

type Doubts = Pick<OutboxStore, 'held' | 'ask' | 'decide' | 'doubt' | 'dueAtOnce'>

/** What becomes of messages that nobody is sure about. */
export function outboxDoubts(db: Connection): Doubts {
  return {
    async held(limit) {
      const rows = await db
        .selectFrom('outbox')
        .select('key')
        .where('state', '=', HELD)
        .orderBy('seq')
        .limit(limit)
        .execute()
      return rows.map((row) => row.key)
    },

    async ask(key) {
      const row = await db
        .updateTable('outbox')
        .set({ state: 'asked' })
        .where('key', '=', key)
        .where('state', '=', HELD)
        .returningAll()
        .executeTakeFirst()
      return row ? fromRow(row) : null
    },

    async decide(key, arrived, now) {
      const result = await db
        .updateTable('outbox')
        .set(arrived ? { state: 'sent', settled_at: now } : { state: 'pending', not_before: now })
        .where('key', '=', key)
        .where('state', 'in', ['held', 'asked'])
        .executeTakeFirst()
      return result.numUpdatedRows === 1n
    },

    async doubt(until) {
      const result = await db
        .updateTable('outbox')
        .set({ state: 'uncertain', when_uncertain: 'hold', code: 'restored' })
        .where('state', '=', PENDING)
        .where('not_before', '<=', until)
        .executeTakeFirst()
      return Number(result.numUpdatedRows)
    },

    async dueAtOnce(now) {
      await db
        .updateTable('outbox')
        .set({ not_before: now, created_at: now })
        .where('state', '=', PENDING)
        .where('created_at', '>', now)
        .whereRef('not_before', '<=', 'created_at')
        .execute()
    },
  }
}
