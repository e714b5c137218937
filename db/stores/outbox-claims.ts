import { type SqlBool, sql } from 'kysely'
import type { Claim, OutboxRow, OutboxStore } from '#core'
import type { Dialect } from '../dialects/dialect.ts'
import { type Connection, pages } from './connection.ts'
import type { Locked } from './outbox-due.ts'
import { fromRow, isInHand, PENDING, ROW, type Row, UNCERTAIN } from './outbox-rows.ts'
import { alike, settleAlike } from './outbox-settle.ts'

type Claims = Pick<OutboxStore, 'claim' | 'claimUncertain' | 'settle' | 'expireClaims' | 'endClaims' | 'uncertain'>

/**
 * Who has what in hand. A claim is one short row that names the messages taken with it; they themselves are written once
 * only, with their outcome.
 */
export function outboxClaims(db: Connection, dialect: Dialect, locked: Locked): Claims {
  const leaseEnd = (forMs: number) => sql<number>`${dialect.leaseNow()} + ${forMs}`

  /**
   * Rows by their keys. On PostgreSQL they are locked first, those that somebody is just taking being left out: whoever
   * reads them after that knows every claim there is.
   */
  const found = async (keys: readonly string[], state: typeof PENDING) => {
    if (dialect.name === 'sqlite') return dialect.isOneOf('key', keys)
    const rows = await db
      .selectFrom('outbox')
      .select('seq')
      .where(dialect.isOneOf('key', keys))
      .where('state', '=', state)
      .forUpdate()
      .skipLocked()
      .execute()
    return dialect.isNumber(
      'seq',
      rows.map(({ seq }) => seq),
    )
  }

  const takeFound = async (keys: readonly string[], state: typeof PENDING, { owner, forMs, now }: Claim) => {
    const rows = await db
      .selectFrom('outbox')
      .select(ROW)
      .where(await found(keys, state))
      .where('state', '=', state)
      .where(sql<SqlBool>`not ${isInHand(dialect, 'seq')}`)
      .$if(now !== undefined, (query) => query.where('not_before', '<=', now ?? 0))
      .execute()
    const seqs = rows.map(({ seq }) => seq).join()
    const claim = { owner, until: leaseEnd(forMs), seqs }
    const [first] = rows
    if (first)
      await db
        .insertInto('outbox_claim')
        .values({ first: first.seq, ...claim })
        .execute()
    return rows
  }

  /** Rows that this transaction has found, read and locked: it remains to be seen whether they were taken just before. */
  const takeLocked = async (known: readonly Row[], { owner, forMs, now }: Claim) => {
    const due = known.filter((row) => now === undefined || row.not_before <= now)
    const { rows } = await sql<{ seqs: string }>`
      insert into outbox_claim (first, owner, until, seqs)
      select min(seq), ${owner}, ${leaseEnd(forMs)}, string_agg(seq::text, ',')
      from unnest(${`{${due.map(({ seq }) => seq).join()}}`}::bigint[]) as one(seq)
      where not ${isInHand(dialect, 'seq')} having count(*) > 0 returning seqs`.execute(db)
    const taken = new Set(rows.flatMap(({ seqs }) => numbersOf(seqs)))
    return due.filter(({ seq }) => taken.has(seq))
  }

  const take = async (
    keys: readonly string[],
    state: typeof PENDING,
    { owner, forMs, now }: Claim,
    order: (a: Place, b: Place) => number,
  ) => {
    const known = keys.flatMap((key) => locked.get(key) ?? [])
    const rows =
      known.length === keys.length && state === PENDING
        ? await takeLocked(known, { owner, forMs, now })
        : await takeFound(keys, state, { owner, forMs, now })
    return rows.toSorted(order).map((row): OutboxRow => ({ ...fromRow(row), attempts: row.attempts + 1 }))
  }

  return {
    async claim(keys, claim) {
      const claimed: OutboxRow[] = []
      for (const page of pages(keys)) claimed.push(...(await take(page, PENDING, claim, byClass)))
      return claimed
    },

    claimUncertain: (keys, claim) => take(keys, UNCERTAIN, claim, byNumber),

    async settle(owner, settlements, now) {
      const claims = await db
        .selectFrom('outbox_claim')
        .select(['first', 'seqs'])
        .where('owner', '=', owner)
        .$if(dialect.name === 'postgres', (query) => query.forUpdate())
        .execute()
      if (claims.length === 0) return
      const left = new Set(claims.flatMap(({ seqs }) => numbersOf(seqs)))
      for (const group of alike(settlements)) {
        for (const page of pages(group)) {
          for (const seq of await settleAlike(db, dialect, { held: [...left], page, now })) left.delete(seq)
        }
      }
      for (const { first, seqs } of claims) {
        const rest = numbersOf(seqs).filter((seq) => left.has(seq))
        if (rest.length === 0) await db.deleteFrom('outbox_claim').where('first', '=', first).execute()
        else await db.updateTable('outbox_claim').set({ seqs: rest.join() }).where('first', '=', first).execute()
      }
    },

    async expireClaims() {
      const gone = await db
        .deleteFrom('outbox_claim')
        .where('until', '<=', dialect.leaseNow())
        .returning('seqs')
        .execute()
      let count = 0
      for (const page of pages(gone.flatMap(({ seqs }) => numbersOf(seqs)))) {
        const result = await db
          .updateTable('outbox')
          .set((eb) => ({ state: 'uncertain', code: 'claim-expired', attempts: eb('attempts', '+', 1) }))
          .where(dialect.isNumber('seq', page))
          .where('state', 'in', [PENDING, UNCERTAIN])
          .executeTakeFirst()
        count += Number(result.numUpdatedRows)
      }
      return count
    },

    async endClaims(withinMs) {
      const result = await db
        .updateTable('outbox_claim')
        .set({ until: leaseEnd(withinMs) })
        .where('until', '>', leaseEnd(withinMs))
        .executeTakeFirst()
      return Number(result.numUpdatedRows)
    },

    async uncertain(now, limit, { only, except } = {}) {
      const rows = await db
        .selectFrom('outbox')
        .select('key')
        .where('state', '=', UNCERTAIN)
        .where(sql<SqlBool>`not ${isInHand(dialect, 'seq')}`)
        .where('not_before', '<=', now)
        .$if(only !== undefined, (query) => query.where('route', 'in', only ?? []))
        .$if(except !== undefined && except.length > 0, (query) => query.where('route', 'not in', except ?? []))
        .orderBy('seq')
        .limit(limit)
        .execute()
      return rows.map((row) => row.key)
    },
  }
}

interface Place {
  readonly class: number
  readonly seq: number
}

const byNumber = (a: Place, b: Place) => a.seq - b.seq
const byClass = (a: Place, b: Place) => a.class - b.class || byNumber(a, b)

function numbersOf(seqs: string): number[] {
  return seqs.split(',').map(Number)
}
