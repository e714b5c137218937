import { type SqlBool, sql } from 'kysely'
import type { OutboxStore } from '#core'
import type { Dialect } from '../dialects/dialect.ts'
import { type Connection, pages } from './connection.ts'
import { fromLane, isInHand, lockPending, PENDING } from './outbox-rows.ts'

/** Why a message that went out is there no longer. */
const TAKEN_BACK = 'taken-back'

/** The messages of one sending. */
export function batchQueries(
  db: Connection,
  dialect: Dialect,
): Pick<
  OutboxStore,
  'left' | 'stopBatch' | 'continueBatch' | 'unreached' | 'routesOf' | 'delivered' | 'takenBack' | 'countTakenBack'
> {
  const sent = (batch: string) => db.selectFrom('outbox').where('batch', '=', batch).where('state', '=', 'sent')
  // What is no longer needed was not missed.
  const unreached = (batch: string) =>
    db
      .selectFrom('outbox')
      .where('batch', '=', batch)
      .where((eb) =>
        eb.or([
          eb('state', 'in', ['refused', 'held', 'asked']),
          eb.and([eb('state', '=', 'void'), eb('code', '=', 'no-address')]),
        ]),
      )

  return {
    async left(batch) {
      const rows = await db
        .selectFrom('outbox')
        .select(['route', 'not_before as at', (eb) => eb.fn.countAll<number>().as('count')])
        .where('batch', '=', batch)
        .where('state', '=', PENDING)
        .where(sql<SqlBool>`not ${isInHand(dialect, 'seq')}`)
        .groupBy(['route', 'not_before'])
        .orderBy('not_before')
        .execute()
      return rows.map(({ route, at, count }) => ({ route, at, count: Number(count) }))
    },

    async stopBatch(batch, now) {
      await lockPending(db, dialect, (eb) => eb('batch', '=', batch))
      const result = await db
        .updateTable('outbox')
        .set({ state: 'stopped', settled_at: now })
        .where('batch', '=', batch)
        .where('state', '=', PENDING)
        .where(sql<SqlBool>`not ${isInHand(dialect, 'seq')}`)
        .executeTakeFirst()
      return Number(result.numUpdatedRows)
    },

    async continueBatch(batch) {
      const result = await db
        .updateTable('outbox')
        .set({ state: 'pending', settled_at: null })
        .where('batch', '=', batch)
        .where('state', '=', 'stopped')
        .executeTakeFirst()
      return Number(result.numUpdatedRows)
    },

    async unreached(batch, limit) {
      const rows = await unreached(batch).select(['lane', 'code']).orderBy('seq').limit(limit).execute()
      const counted = await unreached(batch)
        .select((eb) => eb.fn.countAll<number>().as('count'))
        .executeTakeFirst()
      return { count: Number(counted?.count ?? 0), first: rows.map(({ lane, code }) => ({ to: fromLane(lane), code })) }
    },

    async routesOf(batch) {
      const rows = await sent(batch).select('route').distinct().orderBy('route').execute()
      return rows.map(({ route }) => route)
    },

    async delivered(batch, after, limit) {
      const rows = await sent(batch)
        .select(['key', 'subject', 'message_id', 'address'])
        .where('key', '>', after)
        .where('message_id', 'is not', null)
        .where('address', 'is not', null)
        .orderBy('key')
        .limit(limit)
        .execute()
      return rows.flatMap(({ key, subject, message_id: messageId, address }) =>
        messageId !== null && address !== null ? [{ key, subject, messageId, address }] : [],
      )
    },

    async takenBack(keys) {
      for (const page of pages(keys)) {
        await db
          .updateTable('outbox')
          .set({ state: 'void', code: TAKEN_BACK })
          .where('key', 'in', page)
          .where('state', '=', 'sent')
          .execute()
      }
    },

    async countTakenBack(batch) {
      const row = await db
        .selectFrom('outbox')
        .select((eb) => eb.fn.countAll<number>().as('count'))
        .where('batch', '=', batch)
        .where('state', '=', 'void')
        .where('code', '=', TAKEN_BACK)
        .executeTakeFirst()
      return Number(row?.count ?? 0)
    },
  }
}
