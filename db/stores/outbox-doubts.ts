import { type Selectable, type SqlBool, sql, type Updateable } from 'kysely'
import { type Decision, type HeldMessage, type OutboxStore, SEALED_ROUTE } from '#core'
import type { Dialect } from '../dialects/dialect.ts'
import type { OutboxTable } from '../schema/outbox.ts'
import { type Connection, pages } from './connection.ts'
import { fromRow, isInHand, NOTHING, PENDING, UNCERTAIN } from './outbox-rows.ts'

/** Stands in the statement itself: a partial index is chosen by it. */
const HELD = sql.lit('held')

/** Longer than anything that has been tried is left alone. */
const LONGEST_PAUSE_MS = 3_600_000

type Doubts = Pick<OutboxStore, 'held' | 'homeless' | 'ask' | 'question' | 'decide' | 'direct' | 'doubt' | 'dueAtOnce'>

/** What becomes of messages that nobody is sure about. */
export function outboxDoubts(db: Connection, dialect: Dialect): Doubts {
  return {
    async held(limit, exceptView) {
      // Left out here and not by who reads it: a page full of what nobody can be asked about would hide the rest for ever.
      const rows = await db
        .selectFrom('outbox')
        .selectAll()
        .where('state', '=', HELD)
        .where('when_uncertain', '<>', 'repeat')
        .where('route', '<>', SEALED_ROUTE)
        .$if(exceptView !== undefined, (query) =>
          query.where('content', 'not like', `%"view":${JSON.stringify(exceptView)}%`),
        )
        .orderBy('seq')
        .limit(limit)
        .execute()
      return rows.map(toHeld)
    },

    async homeless(limit) {
      const firsts = db
        .selectFrom('outbox')
        .select((eb) => eb.fn.min('seq').as('seq'))
        .where('state', '=', HELD)
        .where('code', '=', 'no-address')
        .groupBy('lane')
      const rows = await db
        .selectFrom('outbox')
        .selectAll()
        .where('state', '=', HELD)
        .where('seq', 'in', firsts)
        .orderBy('seq')
        .limit(limit)
        .execute()
      return rows.map(toHeld)
    },

    async ask(keys, question) {
      for (const page of pages(keys)) {
        await db
          .updateTable('outbox')
          .set({ state: 'asked', question, decision: null, decided_by: null })
          .where('key', 'in', page)
          .where('state', '=', HELD)
          .execute()
      }
    },

    async question(question) {
      const rows = await db.selectFrom('outbox').selectAll().where('question', '=', question).orderBy('seq').execute()
      const [first] = rows
      if (!first) return null
      const { decision, decided_by: by } = first
      return { messages: rows.map(toHeld), decided: decision === null || by === null ? null : { decision, by } }
    },

    async decide(question, decision, by, now) {
      const result = await db
        .updateTable('outbox')
        .set({ decision, decided_by: by, ...AFTER[decision](now) })
        .where('question', '=', question)
        .where('state', '=', sql.lit('asked'))
        .executeTakeFirst()
      return result.numUpdatedRows > 0n
    },

    async direct(key, { route, address }, now) {
      await db
        .updateTable('outbox')
        .set({ route, address })
        .where('key', '=', key)
        .where('state', 'in', ['held', 'asked'])
        .execute()
      await db
        .updateTable('outbox')
        .set({ state: 'pending', not_before: now, attempts: 0 })
        .where('key', '=', key)
        .where('state', '=', HELD)
        .execute()
    },

    async doubt(until) {
      const result = await db
        .updateTable('outbox')
        .set({
          state: 'uncertain',
          when_uncertain: sql<'hold' | 'repeat'>`case when when_uncertain = 'repeat' then 'repeat' else 'hold' end`,
          attempts: sql<number>`attempts + case when ${isInHand(dialect, 'seq')} then 1 else 0 end`,
          code: 'restored',
        })
        .where('state', 'in', [PENDING, UNCERTAIN])
        .where((eb) => eb.or([eb('not_before', '<=', until), isInHand(dialect, 'seq')]))
        .executeTakeFirst()
      // Whoever had them in hand did so before the copy was made.
      await db.deleteFrom('outbox_claim').execute()
      return Number(result.numUpdatedRows)
    },

    async dueAtOnce(now) {
      await db
        .updateTable('outbox')
        .set({ not_before: now, created_at: now })
        .where('state', '=', PENDING)
        .where('created_at', '>', now)
        .where(sql<SqlBool>`not ${isInHand(dialect, 'seq')}`)
        .whereRef('not_before', '<=', 'created_at')
        .execute()
      // What has been tried had been due.
      await db
        .updateTable('outbox')
        .set({ not_before: now })
        .where('state', 'in', [PENDING, sql.lit('uncertain')])
        .where('attempts', '>', 0)
        .where('not_before', '>', now + LONGEST_PAUSE_MS)
        .execute()
    },
  }
}

/** How a row goes on. Its attempts count anew: somebody has looked after it. */
const AFTER: Readonly<Record<Decision, (now: number) => Updateable<OutboxTable>>> = {
  arrived: (now) => ({ state: 'sent', settled_at: now, content: NOTHING }),
  again: (now) => ({ state: 'pending', not_before: now, attempts: 0 }),
  dropped: (now) => ({ state: 'void', settled_at: now, content: NOTHING }),
}

function toHeld(row: Selectable<OutboxTable>): HeldMessage {
  return { ...fromRow(row), code: row.code ?? '', since: row.created_at }
}
