import { type Kysely, sql } from 'kysely'
import type { Tables } from './schema/index.ts'

/** Each setting that has statements logged, with the value at which it does not. */
const QUIET = {
  log_statement: 'none',
  log_min_duration_statement: '-1',
  log_min_duration_sample: '-1',
  log_transaction_sample_rate: '0',
}

/** With 0 no value of a statement is logged, however it comes to be logged. */
const VALUES = 'log_parameter_max_length'
const VALUES_ON_ERROR = 'log_parameter_max_length_on_error'

/** Settings by which PostgreSQL writes the values of statements into its log (its manual, “Error Reporting and Logging”). */
export async function loggedValues(db: Kysely<Tables>): Promise<string[]> {
  const names = [...Object.keys(QUIET), VALUES, VALUES_ON_ERROR]
  const { rows } = await sql<{ name: string; setting: string }>`
    select name, setting from pg_settings where name in (${sql.join(names)})`.execute(db)
  const set = new Map(rows.map(({ name, setting }) => [name, setting]))
  const loud = set.get(VALUES) === '0' ? [] : Object.entries(QUIET).filter(([name, quiet]) => set.get(name) !== quiet)
  const onError = set.get(VALUES_ON_ERROR) === '0' ? [] : [VALUES_ON_ERROR]
  return [...loud.map(([name]) => name), ...onError].map((name) => `${name} = ${set.get(name)}`)
}
