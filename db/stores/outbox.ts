import { type RawBuilder, type SelectQueryBuilder, type SqlBool, sql } from 'kysely'
import { MESSAGE_CLASSES, OUTBOX_STATES, type OutboxState, type OutboxStore, SEALED_ROUTE, UNTOLD_MS } from '#core'
import type { Dialect } from '../dialects/dialect.ts'
import type { Tables } from '../schema/index.ts'
import { type Connection, pages } from './connection.ts'
import { readdress } from './outbox-addresses.ts'
import { batchQueries } from './outbox-batches.ts'
import { outboxClaims } from './outbox-claims.ts'
import { outboxDoubts } from './outbox-doubts.ts'
import { type Locked, outboxDue } from './outbox-due.ts'
import { isInHand, laneOf, PENDING, toPosted, toRow, UNCERTAIN } from './outbox-rows.ts'

export function outboxStore(db: Connection, dialect: Dialect): OutboxStore {
  const locked: Locked = new Map()
  const posted = () => db.selectFrom('outbox').select(['key', 'subject', 'message_id', 'address'])

  return {
    async add(messages, now) {
      for (const page of pages(messages)) {
        await db
          .insertInto('outbox')
          .values(page.map((message) => toRow(message, now)))
          .onConflict((conflict) => conflict.column('key').doNothing())
          .execute()
      }
    },

    ...outboxDue(db, dialect, locked),

    ...outboxClaims(db, dialect, locked),

    async posted(key) {
      return toPosted(await posted().where('key', '=', key).executeTakeFirst())
    },

    async postedById(address, messageId) {
      return toPosted(
        await posted()
          .where('address', '=', address)
          .where('message_id', '=', messageId)
          .where('replaces', 'is', null)
          .orderBy('seq', 'desc')
          .executeTakeFirst(),
      )
    },

    async keyAbout(subject, to) {
      const row = await db
        .selectFrom('outbox')
        .select('key')
        .where('subject', '=', subject)
        .where('lane', '=', laneOf(to))
        .where('replaces', 'is', null)
        .where('under_key', 'is', null)
        .orderBy('seq')
        .limit(1)
        .executeTakeFirst()
      return row?.key ?? null
    },

    ...outboxDoubts(db, dialect),
    counts: (toldAt) => {
      const all = db.selectFrom('outbox')
      return countStates(toldAt === undefined ? all : all.where(isTold(toldAt)), dialect)
    },
    ...batchQueries(db, dialect),

    async waiting(route, now) {
      const row = await db
        .selectFrom('outbox')
        .select((eb) => eb.fn.countAll<number>().as('count'))
        .where('state', '=', PENDING)
        .where('route', '=', route)
        .where('not_before', '<=', now)
        .where(sql<SqlBool>`not ${isInHand(dialect, 'seq')}`)
        .executeTakeFirst()
      return Number(row?.count ?? 0)
    },

    progress: (batch) => countStates(db.selectFrom('outbox').where('batch', '=', batch), dialect),

    readdress: (channel, to, now) => readdress(db, dialect, channel, to, now),

    async backlog(now) {
      const rows = await db
        .selectFrom('outbox')
        .select(['class', (eb) => eb.fn.countAll<number>().as('count'), (eb) => eb.fn.min('not_before').as('oldest')])
        .where('state', 'in', [PENDING, UNCERTAIN])
        .where('not_before', '<=', now)
        .where(isTold(now))
        .groupBy('class')
        .orderBy('class')
        .execute()
      return rows.map((row) => ({
        class: MESSAGE_CLASSES[row.class] ?? 'report',
        count: Number(row.count),
        oldest: row.oldest,
      }))
    },

    async prune(before) {
      const result = await db
        .deleteFrom('outbox')
        .where('settled_at', '<', before)
        .where('state', 'in', ['sent', 'refused', 'void', 'stopped'])
        .executeTakeFirst()
      return Number(result.numDeletedRows)
    },
  }
}

/** Whether a figure may count it: what operators are not asked about only if it is late, or was. */
function isTold(now: number): RawBuilder<SqlBool> {
  const isLate = sql`attempts > 1 or code is not null or coalesce(settled_at, ${now}) - not_before >= ${UNTOLD_MS}`
  return sql`((when_uncertain <> 'repeat' and route <> ${SEALED_ROUTE}) or ${isLate})`
}

type OutboxSelection = SelectQueryBuilder<Tables, 'outbox', object>

async function countStates(selection: OutboxSelection, dialect: Dialect): Promise<Record<OutboxState, number>> {
  const rows = await selection
    .select(['state', (eb) => eb.fn.countAll<number>().as('count')])
    .groupBy('state')
    .execute()
  const counts = Object.fromEntries(OUTBOX_STATES.map((state) => [state, 0])) as Record<OutboxState, number>
  for (const row of rows) counts[row.state as OutboxState] = Number(row.count)
  const claimed = await selection
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('state', '=', PENDING)
    .where(isInHand(dialect, 'seq'))
    .executeTakeFirst()
  counts.claimed = Number(claimed?.count ?? 0)
  counts.pending -= counts.claimed
  return counts
}
