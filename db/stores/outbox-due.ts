import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { isUrgent, MESSAGE_CLASSES, type OutboxQuery, type OutboxStore, SET_ASIDE, type SendMethod } from '#core'
import type { Dialect } from '../dialects/dialect.ts'
import type { Connection } from './connection.ts'
import { isInHand, PENDING, ROW, type Row, UNCERTAIN } from './outbox-rows.ts'

const UNSENT = [PENDING, UNCERTAIN]

const CLASSES = MESSAGE_CLASSES.map((_, index) => index)
const URGENT = CLASSES.filter((index) => isUrgent(MESSAGE_CLASSES[index] ?? 'report'))

const BOTH: readonly SendMethod[] = ['send', 'update']

/** Rows that this transaction has locked already, by their keys. */
export type Locked = Map<string, Row>

type Found = Pick<Row, 'key' | 'seq' | 'not_before'>

const FOUND = ['key', 'seq', 'not_before'] as const

/**
 * What is due. Asked class by class: within one the index holds the rows in sending order, so that a page costs what is
 * on it, however much is due and however much is still to come.
 */
export function outboxDue(
  db: Connection,
  dialect: Dialect,
  locked: Locked,
): Pick<OutboxStore, 'due' | 'nextDue' | 'ahead'> {
  const pending = (route: string, index: number | RawBuilder<number>, methods: readonly SendMethod[]) =>
    db
      .selectFrom('outbox as row')
      .where('row.state', '=', PENDING)
      .where(sql<SqlBool>`not ${isInHand(dialect, 'row.seq')}`)
      .where('row.route', '=', route)
      .where('row.class', '=', typeof index === 'number' ? sql.lit(index) : index)
      .$if(!methods.includes('send'), (query) => query.where('row.replaces', 'is not', null))
      .$if(!methods.includes('update'), (query) => query.where('row.replaces', 'is', null))

  /** When the soonest of each class may be sent. */
  const soonest = async (route: string, methods: readonly SendMethod[]): Promise<{ class: number; at: number }[]> => {
    const [first, ...others] = CLASSES.map((index) =>
      db
        .selectFrom(
          pending(route, index, methods).select('row.not_before').orderBy('row.not_before').limit(1).as('one'),
        )
        .select([sql.lit(index).as('class'), 'one.not_before as at']),
    )
    if (!first) return []
    return others.reduce((all, one) => all.unionAll(one), first as typeof first).execute()
  }

  const dueOf = (
    index: number | RawBuilder<number>,
    { route, methods, now, waitingSince, toClaim }: OutboxQuery,
    limit: number,
  ) =>
    pending(route, index, methods)
      .select(columnsOf(toClaim).map((name) => `row.${name}` as const))
      .where('row.not_before', '<=', waitingSince ?? now)
      .where(({ not, exists }) => not(exists(earlier(now))))
      .orderBy('row.not_before')
      .orderBy('row.seq')
      .limit(limit)
      .$if(toClaim === true && dialect.name === 'postgres', (query) => query.forUpdate('row').skipLocked())

  /** Whoever locks rows to take them reads them at once. */
  const columnsOf = (toClaim = false) => (toClaim && dialect.name === 'postgres' ? ROW : FOUND)

  const oneByOne = async (query: OutboxQuery): Promise<Found[]> => {
    const { waitingSince, limit, route, methods } = query
    const until = waitingSince ?? query.now
    const classes = (await soonest(route, methods)).filter(({ at }) => at <= until).map((one) => one.class)
    const found: Found[] = []
    for (const index of classesOf(query).filter((one) => classes.includes(one))) {
      // What has waited longest is asked for whatever its class.
      const room = waitingSince === undefined ? limit - found.length : limit
      if (room <= 0) break
      found.push(...(await dueOf(index, query, room).execute()))
    }
    return found
  }

  /** With one statement: it goes on to the next class when there is room left. */
  const atOnce = (query: OutboxQuery): Promise<Found[]> =>
    db
      .selectFrom(
        sql<{ class: number }>`unnest(array[${sql.join(classesOf(query).map(sql.lit))}])`.as<'one'>(sql`one(class)`),
      )
      .innerJoinLateral(dueOf(sql<number>`one.class`, query, query.limit).as('found'), (join) => join.onTrue())
      .select(columnsOf(query.toClaim).map((name) => `found.${name}` as const))
      .$if(query.waitingSince === undefined, (all) => all.limit(query.limit))
      .execute()

  /** What stands in the way of `row`: something unsent that its recipient was owed before. */
  const earlier = (now: number) =>
    db
      .selectFrom('outbox as earlier')
      .select('earlier.key')
      .where('earlier.state', 'in', UNSENT)
      .where('earlier.lane', '=', sql.ref<string>('row.lane'))
      .where('earlier.seq', '<', sql.ref<number>('row.seq'))
      // One that was put off to a later day, or set aside, holds nobody up; one that is being retried does.
      .where((eb) =>
        eb.or([
          eb('earlier.not_before', '<=', now),
          eb.and([eb('earlier.attempts', '>', 0), sql<SqlBool>`coalesce(earlier.code, '') <> ${SET_ASIDE}`]),
        ]),
      )
      // What is more urgent goes past one that nobody has tried yet, unless it needs what was there before.
      .where((eb) =>
        eb.or([
          eb('earlier.class', '<=', sql.ref<number>('row.class')),
          eb('earlier.attempts', '>', 0),
          isInHand(dialect, 'earlier.seq'),
          sql<SqlBool>`row.replaces is not null`,
          sql<SqlBool>`row.under_key is not null`,
        ]),
      )
      // Keeps PostgreSQL from joining everything that is due with everything unsent, to take a page of it.
      .$if(dialect.name === 'postgres', (query) => query.offset(0))

  return {
    async due(query) {
      const { toClaim, waitingSince, limit } = query
      const found = await (dialect.name === 'postgres' ? atOnce(query) : oneByOne(query))
      if (waitingSince !== undefined) found.sort((a, b) => a.not_before - b.not_before || a.seq - b.seq)
      const rows = found.slice(0, limit)
      if (toClaim && dialect.name === 'postgres') for (const row of rows) locked.set(row.key, row as Row)
      return rows.map(({ key }) => key)
    },

    async nextDue(route, method) {
      const times = (await soonest(route, method === undefined ? BOTH : [method])).map(({ at }) => at)
      return times.length === 0 ? null : Math.min(...times)
    },

    async ahead(route, from, until, limit) {
      const rows: { key: string; at: number }[] = []
      for (const index of CLASSES) {
        rows.push(
          ...(await pending(route, index, BOTH)
            .select(['row.key', 'row.not_before as at'])
            .where('row.not_before', '>', from)
            .where('row.not_before', '<=', until)
            .orderBy('row.not_before')
            .limit(limit)
            .execute()),
        )
      }
      return rows.toSorted((a, b) => a.at - b.at).slice(0, limit)
    },
  }
}

function classesOf({ urgentOnly }: OutboxQuery): readonly number[] {
  return urgentOnly ? URGENT : CLASSES
}
