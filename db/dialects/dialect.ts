import { type AliasedRawBuilder, type RawBuilder, type SqlBool, sql } from 'kysely'

/** What a store must know of the database it speaks to. */
export interface Dialect {
  readonly name: 'sqlite' | 'postgres'
  /** The time by which leases are judged, ms: one clock for everybody who shares the database. */
  readonly leaseNow: () => RawBuilder<number> | number
  /** Whether a column's value is one of these: one parameter, and the same statement however many there are. */
  readonly isOneOf: (column: string, values: readonly string[]) => RawBuilder<SqlBool>
  /** A table `given` of keys and values. */
  readonly given: (pairs: readonly Pair[]) => AliasedRawBuilder<GivenRow, 'given'>
}

interface GivenRow {
  readonly key: string
  readonly value: string | null
}

type Pair = readonly [key: string, value: string | null]

/** One process has the file, so its own clock is everybody's. */
export function sqliteStores(realNow: () => number): Dialect {
  return {
    name: 'sqlite',
    leaseNow: realNow,
    isOneOf: (column, values) => sql`${sql.ref(column)} in (select value from json_each(${JSON.stringify(values)}))`,
    given: (pairs) => sql<GivenRow>`json_each(${JSON.stringify(Object.fromEntries(pairs))})`.as('given'),
  }
}

export const POSTGRES_STORES: Dialect = {
  name: 'postgres',
  leaseNow: () => sql<number>`(extract(epoch from clock_timestamp()) * 1000)::bigint`,
  isOneOf: (column, values) => sql`${sql.ref(column)} = any(${values}::text[])`,
  given: (pairs) =>
    sql<GivenRow>`unnest(${pairs.map(([key]) => key)}::text[], ${pairs.map(([, value]) => value)}::text[])`.as<'given'>(
      sql`given(key, value)`,
    ),
}
