import type { BroadcastStore } from '#core'
import type { Connection } from './connection.ts'
import { fromLane, laneOf } from './outbox-rows.ts'

export function broadcastStore(db: Connection): BroadcastStore {
  return {
    async start({ batch, to, card, total, startedAt }, nextAt) {
      await db
        .insertInto('broadcast')
        .values({ batch, lane: laneOf(to), card, total, started_at: startedAt, next_at: nextAt })
        .onConflict((conflict) => conflict.doNothing())
        .execute()
    },

    async get(batch) {
      const row = await db.selectFrom('broadcast').selectAll().where('batch', '=', batch).executeTakeFirst()
      if (!row) return null
      return { batch, to: fromLane(row.lane), card: row.card, total: row.total, startedAt: row.started_at }
    },

    async due(now, limit) {
      const rows = await db
        .selectFrom('broadcast')
        .select('batch')
        .where('next_at', '<=', now)
        .orderBy('next_at')
        .limit(limit)
        .execute()
      return rows.map((row) => row.batch)
    },

    async showAgain(batch, at) {
      await db.updateTable('broadcast').set({ next_at: at }).where('batch', '=', batch).execute()
    },
  }
}
