import { type RawBuilder, sql } from 'kysely'

/** What a store must know of the database it speaks to. */
export interface Dialect {
  readonly name: 'sqlite' | 'postgres'
  /** The time by which leases are judged, ms: one clock for everybody who shares the database. */
  readonly leaseNow: () => RawBuilder<number> | number
}

/** One process has the file, so its own clock is everybody's. */
export function sqliteStores(realNow: () => number): Dialect {
  return { name: 'sqlite', leaseNow: realNow }
}

export const POSTGRES_STORES: Dialect = {
  name: 'postgres',
  leaseNow: () => sql<number>`(extract(epoch from clock_timestamp()) * 1000)::bigint`,
}
