import type { Kysely } from 'kysely'
import type { Tables } from '../schema/index.ts'

/** The open transaction a store works in. */
export type Connection = Kysely<Tables>

/** Splits a list so that no statement carries more values than a database takes (SQLite: 32,766 parameters). */
export function pages<T>(items: readonly T[], size = 500): T[][] {
  const result: T[][] = []
  for (let at = 0; at < items.length; at += size) result.push(items.slice(at, at + size))
  return result
}
