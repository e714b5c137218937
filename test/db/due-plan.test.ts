import { afterAll, describe, expect, test } from 'vitest'
import type { Addressed, OutboxDraft } from '#core'
import { openDatabase } from '#db'
import { postgresPool } from '../../db/dialects/postgres.ts'
import { openSqlite } from '../../db/dialects/sqlite.ts'
import { DATABASES, type DatabaseKind, emptyDatabaseUrl, stopPostgres } from '../support/open-test-database.ts'

afterAll(stopPostgres)

const MANY = 20_000
const PAGE = 50

/** Many rows that are due later around a few that are due now. */
async function filled(kind: DatabaseKind): Promise<string> {
  const url = await emptyDatabaseUrl(kind)
  const database = openDatabase(url)
  await database.migrate()
  const draft = (n: number): Addressed => {
    const draft: OutboxDraft = {
      key: `k${n}`,
      to: { kind: 'person', person: `p${n}` },
      class: 'visit',
      content: { kind: 'message', message: { text: '' } },
      notBefore: n < 10 ? 1000 : 1_000_000 + n,
    }
    return { draft, to: { route: 'p/w', address: `p/w/user/p${n}` } }
  }
  await database.transaction(({ outbox }) =>
    outbox.add(
      Array.from({ length: MANY }, (_, n) => draft(n)),
      1000,
    ),
  )
  await database.analyze()
  await database.close()
  return url
}

const DUE = (index: string) =>
  `select key from outbox where state = 'pending' and route = 'p/w' and class = 3 and not_before <= 2000 ${index} order by not_before, seq limit ${PAGE}`
const UPDATES = 'and replaces is not null'

/** How the database means to find the rows. */
async function plan(url: string, statement: string): Promise<string> {
  if (url.startsWith('sqlite:')) {
    const file = openSqlite(url.slice('sqlite:'.length))
    const steps = file.prepare(`explain query plan ${statement}`).all() as { detail: string }[]
    file.close()
    return steps.map(({ detail }) => detail).join('\n')
  }
  const pool = postgresPool(url)
  const { rows } = await pool.query<{ 'QUERY PLAN': string }>(`explain ${statement}`)
  await pool.end()
  return rows.map((row) => row['QUERY PLAN']).join('\n')
}

describe.each(DATABASES)('on %s', (kind) => {
  test('what is due is read from the index of what is pending, in order, without sorting or reading the table', async () => {
    const url = await filled(kind)
    const due = await plan(url, DUE(''))
    expect(due).toContain('outbox_due')
    expect(due).not.toMatch(/sort|temp b-tree|seq scan|^scan/im)
    const updates = await plan(url, DUE(UPDATES))
    expect(updates).toContain('outbox_due_update')
    expect(updates).not.toMatch(/seq scan|^scan/im)
  })
})
