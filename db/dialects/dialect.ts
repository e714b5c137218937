import { type AliasedRawBuilder, type RawBuilder, type SqlBool, sql } from 'kysely'

/** What a store must know of the database it speaks to. */
export interface Dialect {
  readonly name: 'sqlite' | 'postgres'
  /** The time by which leases are judged, ms: one clock for everybody who shares the database. */
  readonly leaseNow: () => RawBuilder<number> | number
  /** Whether a column's value is one of these: one parameter, and the same statement however many there are. */
  readonly isOneOf: (column: string, values: readonly string[]) => RawBuilder<SqlBool>
  /** The same of a column of numbers. */
  readonly isNumber: (column: string | RawBuilder<unknown>, values: readonly number[]) => RawBuilder<SqlBool>
  /** All numbers that a table names in a column, with commas between. */
  readonly listed: (table: string, column: string) => RawBuilder<number>
  /** Rows by their keys, and the value that goes with each: one statement for all of them, however many there are. */
  readonly paired: (column: string, pairs: readonly Pair[]) => Paired
}

interface Paired {
  /** What stands beside the table for that; null where nothing has to. */
  readonly from: AliasedRawBuilder<unknown, 'given'> | null
  readonly where: RawBuilder<SqlBool>
  readonly value: RawBuilder<string | null>
}

type Pair = readonly [key: string, value: string | null]

/** One process has the file, so its own clock is everybody's. */
export function sqliteStores(realNow: () => number): Dialect {
  return {
    name: 'sqlite',
    leaseNow: realNow,
    isOneOf: (column, values) => sql`${sql.ref(column)} in (select value from json_each(${JSON.stringify(values)}))`,
    isNumber: (column, values) => sql`${named(column)} in (select value from json_each(${JSON.stringify(values)}))`,
    listed: (table, column) =>
      sql`(select one.value from ${sql.table(table)}, json_each('[' || ${sql.ref(column)} || ']') as one)`,
    paired: (column, pairs) => ({
      from: sql`json_each(${documentOf(pairs)})`.as('given'),
      where: sql`${sql.ref(column)} = given.key`,
      value: sql`given.value`,
    }),
  }
}

const isAny: Dialect['isOneOf'] = (column, values) => sql`${sql.ref(column)} = any(${values}::text[])`

export const POSTGRES_STORES: Dialect = {
  name: 'postgres',
  leaseNow: () => sql<number>`(extract(epoch from clock_timestamp()) * 1000)::bigint`,
  isOneOf: isAny,
  isNumber: (column, values) => sql`${named(column)} = any(${`{${values.join()}}`}::bigint[])`,
  listed: (table, column) =>
    sql`(select unnest(string_to_array(${sql.ref(column)}, ',')::bigint[]) from ${sql.table(table)})`,
  // Joined with a table of pairs, its planner, which takes whatever is claimed by somebody for a row or two, would compare
  // every key with every other.
  paired: (column, pairs) => ({
    from: null,
    where: isAny(
      column,
      pairs.map(([key]) => key),
    ),
    value: sql`${documentOf(pairs)}::jsonb ->> ${sql.ref(column)}`,
  }),
}

/** Much quicker than an object with so many names. */
function documentOf(pairs: readonly Pair[]): string {
  return `{${pairs.map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`).join()}}`
}

function named(column: string | RawBuilder<unknown>) {
  return typeof column === 'string' ? sql.ref(column) : column
}
