import { type SelectQueryBuilder, type SqlBool, sql } from 'kysely'
import { MESSAGE_CLASSES, OUTBOX_STATES, type OutboxRow, type OutboxState, type OutboxStore } from '#core'
import type { Dialect } from '../dialects/dialect.ts'
import type { Tables } from '../schema/index.ts'
import { type Connection, pages } from './connection.ts'
import { readdress } from './outbox-addresses.ts'
import { batchQueries } from './outbox-batches.ts'
import { outboxDoubts } from './outbox-doubts.ts'
import { type Locked, outboxDue } from './outbox-due.ts'
import { fromRow, laneOf, ROW, toPosted, toRow } from './outbox-rows.ts'
import { alike, settleAlike } from './outbox-settle.ts'

/**
 * States by which partial indexes are chosen stand in the statement itself: with a bound parameter the planner cannot
 * know that the index covers it, and reads the whole table.
 */
const PENDING = sql.lit('pending')
const CLAIMED = sql.lit('claimed')
const UNCERTAIN = sql.lit('uncertain')

export function outboxStore(db: Connection, dialect: Dialect): OutboxStore {
  const leaseEnd = (forMs: number) => sql<number>`${dialect.leaseNow()} + ${forMs}`

  const locked: Locked = new Map()
  const free = (keys: readonly string[]) =>
    db.selectFrom('outbox').select('seq').where(dialect.isOneOf('key', keys)).where('state', '=', PENDING)

  /** Rows that another worker is just taking are left to it, not waited for; what was locked to be found is there. */
  const isFree = (keys: readonly string[]) => {
    if (dialect.name === 'sqlite') return sql<SqlBool>`seq in ${free(keys)}`
    const found = keys.map((key) => locked.get(key))
    if (found.includes(undefined)) return sql<SqlBool>`seq in ${free(keys).forUpdate().skipLocked()}`
    return sql<SqlBool>`seq = any(${found}::bigint[])`
  }

  const lapsed = () =>
    db
      .updateTable('outbox')
      .set({ state: 'uncertain', claim_owner: null, claim_until: null, code: 'claim-expired' })
      .where('state', 'in', [CLAIMED, UNCERTAIN])
      .where('claim_until', 'is not', null)
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

    async claim(keys, { owner, forMs, now }) {
      const claimed: OutboxRow[] = []
      for (const page of pages(keys)) {
        const rows = await db
          .updateTable('outbox')
          .set((eb) => ({
            state: 'claimed',
            claim_owner: owner,
            claim_until: leaseEnd(forMs),
            attempts: eb('attempts', '+', 1),
          }))
          .where(isFree(page))
          .where('state', '=', PENDING)
          .$if(now !== undefined, (query) => query.where('not_before', '<=', now ?? 0))
          .returning(ROW)
          .execute()
        claimed.push(...rows.toSorted((a, b) => a.class - b.class || a.seq - b.seq).map(fromRow))
      }
      return claimed
    },

    async settle(owner, settlements, now) {
      for (const group of alike(settlements)) {
        for (const page of pages(group)) await settleAlike(db, dialect, { owner, page, now })
      }
    },

    async expireClaims() {
      const result = await lapsed().where('claim_until', '<=', dialect.leaseNow()).executeTakeFirst()
      return Number(result.numUpdatedRows)
    },

    async endClaims(withinMs) {
      const result = await db
        .updateTable('outbox')
        .set({ claim_until: leaseEnd(withinMs) })
        .where('state', 'in', [CLAIMED, UNCERTAIN])
        .where('claim_until', '>', leaseEnd(withinMs))
        .executeTakeFirst()
      return Number(result.numUpdatedRows)
    },

    async uncertain(now, limit, { only, except } = {}) {
      const rows = await db
        .selectFrom('outbox')
        .select('key')
        .where('state', '=', UNCERTAIN)
        .where('claim_owner', 'is', null)
        .where('not_before', '<=', now)
        .$if(only !== undefined, (query) => query.where('route', 'in', only ?? []))
        .$if(except !== undefined && except.length > 0, (query) => query.where('route', 'not in', except ?? []))
        .orderBy('seq')
        .limit(limit)
        .execute()
      return rows.map((row) => row.key)
    },

    async claimUncertain(keys, { owner, forMs }) {
      const rows = await db
        .updateTable('outbox')
        .set((eb) => ({ claim_owner: owner, claim_until: leaseEnd(forMs), attempts: eb('attempts', '+', 1) }))
        .where('key', 'in', keys)
        .where('state', '=', UNCERTAIN)
        .where('claim_owner', 'is', null)
        .returning(ROW)
        .execute()
      return rows.map(fromRow)
    },

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

    ...outboxDoubts(db),
    counts: () => countStates(db.selectFrom('outbox')),
    ...batchQueries(db),

    async waiting(route, now) {
      const row = await db
        .selectFrom('outbox')
        .select((eb) => eb.fn.countAll<number>().as('count'))
        .where('state', '=', PENDING)
        .where('route', '=', route)
        .where('not_before', '<=', now)
        .executeTakeFirst()
      return Number(row?.count ?? 0)
    },

    progress: (batch) => countStates(db.selectFrom('outbox').where('batch', '=', batch)),

    readdress: (channel, to, now) => readdress(db, channel, to, now),

    async backlog(now) {
      const rows = await db
        .selectFrom('outbox')
        .select(['class', (eb) => eb.fn.countAll<number>().as('count'), (eb) => eb.fn.min('not_before').as('oldest')])
        .where('state', 'in', [PENDING, CLAIMED, UNCERTAIN])
        .where('not_before', '<=', now)
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

type OutboxSelection = SelectQueryBuilder<Tables, 'outbox', object>

async function countStates(selection: OutboxSelection): Promise<Record<OutboxState, number>> {
  const rows = await selection
    .select(['state', (eb) => eb.fn.countAll<number>().as('count')])
    .groupBy('state')
    .execute()
  const counts = Object.fromEntries(OUTBOX_STATES.map((state) => [state, 0])) as Record<OutboxState, number>
  for (const row of rows) counts[row.state as OutboxState] = Number(row.count)
  return counts
}
