import { Kysely, PostgresDialect, sql } from 'kysely'
import Cursor from 'pg-cursor'
import { HearbackError } from '#core'
import { openDatabase } from './database.ts'
import { postgresPool } from './dialects/postgres.ts'
import { openSqlite, sqliteDialect } from './dialects/sqlite.ts'
import type { Tables } from './schema/index.ts'

/** In the order in which rows may be added: what is referred to comes first. */
const TABLES = [
  'person',
  'person_account',
  'directory_entry',
  'conversation',
  'choice',
  'seen',
  'outbox',
  'outbox_claim',
  'bucket',
  'broadcast',
  'lease',
  'definition',
  'form_round',
  'form_invitation',
  'form_submission',
  'customer',
  'occurrence',
  'contact_record',
  'case_file',
  'case_entry',
  'case_picture',
  'case_lookup',
  'case_address',
  'case_author',
  'reward_voucher',
  'case_destruction',
  'case_count',
  'statistics_table',
  'form_mark',
  'waiting_bag',
  'held_entry',
  'return_word',
  'return_board',
  'setting',
  'channel_binding',
  'role_holder',
  'setup_code',
] as const satisfies readonly (keyof Tables)[]

/** Lies in the target from the first row until a company starts on it: till then the copy may be made again. */
export const COPY_MARK = 'copied-from-elsewhere'

const PAGE = 500

export interface CopiedTable {
  readonly table: string
  readonly rows: number
}

/**
 * Copies everything from a SQLite file into a PostgreSQL database, and compares row counts and checksums. Made again,
 * it begins anew.
 * @throws HearbackError when the target holds data of its own, or when the copy differs
 */
export async function copyDatabase(
  fromPath: string,
  toUrl: string,
  digest: (text: string) => string,
): Promise<CopiedTable[]> {
  const target = openDatabase(toUrl)
  const from = new Kysely<Tables>({ dialect: sqliteDialect(openSqlite(fromPath, { readonly: true })) })
  const to = new Kysely<Tables>({ dialect: new PostgresDialect({ pool: postgresPool(toUrl), cursor: Cursor }) })
  try {
    await target.migrate()
    await refuseForeign(to)
    for (const table of TABLES.toReversed()) await to.deleteFrom(table).execute()
    await to.insertInto('setting').values({ name: COPY_MARK, value: 'yes' }).execute()
    const copied: CopiedTable[] = []
    for (const table of TABLES) copied.push({ table, rows: await copyTable(from, to, table) })
    await sql`select setval(pg_get_serial_sequence('outbox', 'seq'), coalesce(max(seq), 0) + 1, false) from outbox`.execute(
      to,
    )
    for (const table of TABLES) await compare(from, to, table, digest)
    await target.analyze()
    return copied
  } finally {
    await from.destroy()
    await to.destroy()
    await target.close()
  }
}

async function refuseForeign(to: Kysely<Tables>): Promise<void> {
  const unfinished = await to.selectFrom('setting').select('value').where('name', '=', COPY_MARK).executeTakeFirst()
  if (unfinished) return
  for (const table of TABLES) {
    const row = await to.selectFrom(table).select(sql<number>`1`.as('one')).limit(1).executeTakeFirst()
    if (!row) continue
    throw new HearbackError(
      'copy-not-empty',
      `The target holds data of its own (table ${table}). Name an empty database.`,
      { zh: `目标库里已经有数据（表 ${table}）。请写一个空的数据库。` },
    )
  }
}

async function copyTable(from: Kysely<Tables>, to: Kysely<Tables>, table: keyof Tables): Promise<number> {
  let rows = 0
  for await (const page of pagesOf(from, table)) {
    await to
      .insertInto(table)
      .values(page as never)
      .execute()
    rows += page.length
  }
  return rows
}

type Row = Readonly<Record<string, unknown>>

async function* pagesOf(db: Kysely<Tables>, table: keyof Tables): AsyncGenerator<Row[]> {
  let page: Row[] = []
  for await (const row of db.selectFrom(table).selectAll().stream(PAGE)) {
    page.push(row as Row)
    if (page.length < PAGE) continue
    yield page
    page = []
  }
  if (page.length > 0) yield page
}

/** @throws HearbackError when a table is not the same on both sides */
async function compare(
  from: Kysely<Tables>,
  to: Kysely<Tables>,
  table: keyof Tables,
  digest: (text: string) => string,
): Promise<void> {
  const [there, here] = [await checksum(from, table, digest), await checksum(to, table, digest)]
  if (there === here) return
  throw new HearbackError(
    'copy-differs',
    `Table ${table} differs after copying (${there}, ${here}). Nothing was changed in the source.`,
    { zh: `复制后表 ${table} 两边不一致（${there}，${here}）。原来的数据没有改动。` },
  )
}

/** Row count and the sum of the rows' digests: the same in whatever order they come. */
async function checksum(db: Kysely<Tables>, table: keyof Tables, digest: (text: string) => string): Promise<string> {
  let count = 0
  let sum = 0n
  for await (const page of pagesOf(db, table)) {
    for (const row of page) {
      if (table === 'setting' && row.name === COPY_MARK) continue
      const text = JSON.stringify(Object.entries(row).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      sum = (sum + BigInt(`0x${digest(text)}`)) % 2n ** 256n
      count++
    }
  }
  return `${count} rows ${sum.toString(16).slice(0, 16)}`
}
