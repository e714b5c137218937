import type { BroadcastStore } from '#core'
import type { Connection } from './connection.ts'
import { fromLane, laneOf } from './outbox-rows.ts'

export function broadcastStore(db: Connection): BroadcastStore {
  return {
    async start({ batch, title, to, card, total, startedAt, stoppedAt }, nextAt) {
      await db
        .insertInto('broadcast')
        .values({
          batch,
          title: JSON.stringify(title),
          lane: laneOf(to),
          card,
          total,
          started_at: startedAt,
          stopped_at: stoppedAt,
          next_at: nextAt,
        })
        .onConflict((conflict) => conflict.doNothing())
        .execute()
    },

    async get(batch) {
      const row = await db.selectFrom('broadcast').selectAll().where('batch', '=', batch).executeTakeFirst()
      if (!row) return null
      return {
        batch,
        title: JSON.parse(row.title),
        to: fromLane(row.lane),
        card: row.card,
        total: row.total,
        startedAt: row.started_at,
        stoppedAt: row.stopped_at,
      }
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

    async stopped(batch, at) {
      await db.updateTable('broadcast').set({ stopped_at: at }).where('batch', '=', batch).execute()
    },
  }
}
