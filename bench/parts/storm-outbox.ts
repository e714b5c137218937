import type { OutboxRow } from '#core'
import { openDatabase, type Stores } from '#db'
import { type DeliverParts, deliverJob } from '#jobs'
import { systemRandom } from '#vault'
import { postgresPool } from '../../db/dialects/postgres.ts'
import { openSqlite } from '../../db/dialects/sqlite.ts'
import { type NullPlatform, silent } from './null-platform.ts'

export const ROUTE = 'nothing/bench'

/** The hour at which everything is due: 09:00 in Shanghai on a Monday. */
export const HOUR = Date.parse('2026-11-23T01:00:00Z')

/** Two messages to each of so many people, of all classes, a reminder's length. */
const COLUMNS = 'key, lane, route, class, content, not_before, when_uncertain, state, attempts, created_at, address'
const values = (number: string, text: (value: string) => string, start: string, at: number) =>
  [
    `${text(start)} || ${number}`,
    `'person:p' || (${number} / 2)`,
    `'${ROUTE}'`,
    `1 + ${number} % 5`,
    `'{"kind":"message","message":{"title":"到期提醒","text":"今天要给 客户 ' || ${number} || ' 打电话，上次联系是一个月前。完成后请点已完成并写下谈话要点。"}}'`,
    `${at}`,
    `'resend'`,
    `'pending'`,
    '0',
    `${at}`,
    `'${ROUTE}/user/p' || (${number} / 2)`,
  ].join(', ')

/** The same content, as a value. */
export function contentOf(n: number): object {
  const text = `今天要给 客户 ${n} 打电话，上次联系是一个月前。完成后请点已完成并写下谈话要点。`
  return { kind: 'message', message: { title: '到期提醒', text } }
}

/** Puts so many rows into the outbox, due at a time. `name` begins their keys. */
export async function fillOutbox(url: string, name: string, count: number, at: number): Promise<void> {
  const quoted = (text: string) => `'${text}'`
  if (url.startsWith('sqlite:')) {
    const file = openSqlite(url.slice('sqlite:'.length))
    file.exec(`with recursive numbers(n) as (select 0 union all select n + 1 from numbers where n < ${count - 1})
      insert into outbox (${COLUMNS}) select ${values('n', quoted, `${name}-`, at)} from numbers`)
    file.exec('analyze')
    file.close()
    return
  }
  const pool = postgresPool(url)
  await pool.query(
    `insert into outbox (${COLUMNS}) select ${values('n', quoted, `${name}-`, at)} from generate_series(0, ${count - 1}) n`,
  )
  await pool.query('analyze')
  await pool.query('checkpoint')
  await pool.end()
}

/** The product's sender on a database, with a platform and a rendering that cost nothing. */
export function sender(url: string, platform: NullPlatform, now: () => number) {
  const database = openDatabase(url)
  const clock = { now, real: () => Date.now(), elapsed: () => performance.now() }
  const parts: DeliverParts<Stores> = {
    database,
    destination: async (_, { address }) => ({
      adapter: platform,
      to: { kind: 'user', userId: address?.split('/').at(-1) ?? '' },
    }),
    render: async (_, rows: readonly OutboxRow[]) =>
      rows.map(({ content }) => (content.kind === 'message' ? content.message : null)),
    clock,
    random: systemRandom,
    log: silent,
    maySend: () => true,
    onOutcome: () => {},
    onSpending: () => {},
  }
  return { database, clock, job: deliverJob(parts, { route: ROUTE, limits: {} }) }
}
