import BetterSqlite from 'better-sqlite3'
import pg from 'pg'

/** Every row of every table, as JSON with its columns in order; rows in their own order where they have one. */
export type Dump = Readonly<Record<string, readonly string[]>>

/** What a database holds, table by table: the text of it, without the order in which it was written. */
export async function dumpDatabase(url: string): Promise<Dump> {
  return url.startsWith('sqlite:') ? dumpSqlite(url.slice('sqlite:'.length)) : dumpPostgres(url)
}

function dumpSqlite(path: string): Dump {
  const database = new BetterSqlite(path, { readonly: true })
  try {
    const tables = database.prepare("select name from sqlite_schema where type = 'table' order by name").pluck().all()
    return Object.fromEntries(
      (tables as string[]).map((table) => [table, rows(database.prepare(`select * from "${table}"`).all())]),
    )
  } finally {
    database.close()
  }
}

async function dumpPostgres(url: string): Promise<Dump> {
  const schema = new URL(url).searchParams.get('schema') ?? 'public'
  const client = new pg.Client({ connectionString: url.replace(/\?.*/, '') })
  await client.connect()
  try {
    const tables = await client.query(
      'select table_name from information_schema.tables where table_schema = $1 order by 1',
      [schema],
    )
    const dump: Record<string, string[]> = {}
    for (const { table_name: table } of tables.rows) {
      dump[table] = rows((await client.query(`select * from "${schema}"."${table}"`)).rows)
    }
    return dump
  } finally {
    await client.end()
  }
}

function rows(found: readonly unknown[]): string[] {
  return found.map((row) => JSON.stringify(row, Object.keys(row as object).toSorted())).toSorted()
}
