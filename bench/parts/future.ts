import { openDatabase } from '#db'
import { postgresPool } from '../../db/dialects/postgres.ts'
import { openSqlite } from '../../db/dialects/sqlite.ts'

const DAY = 86_400_000

/** One statement on a database, whichever it is. */
async function execute(url: string, statement: string): Promise<void> {
  if (url.startsWith('sqlite:')) {
    const file = openSqlite(url.slice('sqlite:'.length))
    file.exec(statement)
    file.close()
    return
  }
  const pool = postgresPool(url)
  await pool.query(statement)
  await pool.end()
}

const numbers = (url: string, count: number) =>
  url.startsWith('sqlite:')
    ? `(with recursive numbers(n) as (select 0 union all select n + 1 from numbers where n < ${count - 1}) select n from numbers) numbers`
    : `generate_series(0::bigint, ${count - 1}) n`

/**
 * A migrated database with so many occurrences from an hour after `now` on, spread over thirty days; `soon` more are due
 * within the half hour after `now`.
 */
export async function fillFuture(url: string, count: number, now: number, soon: number): Promise<void> {
  const database = openDatabase(url)
  await database.migrate()
  await database.close()
  await execute(url, occurrences(numbers(url, count), 'later', spread(count, now)))
  const step = Math.floor(1_700_000 / soon)
  await execute(url, occurrences(numbers(url, soon), 'soon', `${now + 60_000} + n * ${step}`))
  await execute(url, 'analyze')
}

/** Puts as many messages beside them that are to be sent later. */
export async function fillFutureMessages(url: string, count: number, now: number): Promise<void> {
  await execute(
    url,
    `insert into outbox (key, lane, route, class, content, not_before, when_uncertain, state, attempts, created_at, address)
     select 'later-' || n, 'person:p' || n, 'nothing/bench', 1 + n % 5, '{"kind":"message","message":{"text":"到期提醒"}}',
     ${spread(count, now)}, 'resend', 'pending', 0, ${now}, 'nothing/bench/user/p' || n from ${numbers(url, count)}`,
  )
  await execute(url, 'analyze')
}

function spread(count: number, now: number): string {
  return `${now + 3_600_000} + n * ${Math.floor((30 * DAY) / count)}`
}

function occurrences(from: string, name: string, at: string): string {
  return `insert into occurrence (id, key, cadence, subject, nominal_on, anchor_on, deadline_on, provisional, owner_id, state,
    step, next_at, next_for, snoozes, late)
    select '${name}' || n, '${name}-' || n, 'calls', 'person:s' || n, '2026-12-01', '2026-11-01', '2026-12-01', 0, 'p' || n, 'open',
    'remind', ${at}, 'p' || n, 0, 0 from ${from}`
}

/** Puts occurrences there that are due now. */
export async function fillDueOccurrences(url: string, name: string, count: number, now: number): Promise<void> {
  await execute(url, occurrences(numbers(url, count), name, String(now - 1000)))
}
