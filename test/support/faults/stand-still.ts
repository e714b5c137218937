import { setTimeout as wait } from 'node:timers/promises'
import BetterSqlite from 'better-sqlite3'
import pg from 'pg'

/** Something that holds up whoever writes the first entry of a case, in the middle of the transaction. */
export interface StandStill {
  /** Resolves when so many stand there, or behind whoever does. */
  reached(count: number): Promise<void>
  end(): Promise<void>
}

/** So often in a row somebody must be writing to stand still. */
const IN_A_ROW = 10

/** Begins at once. */
export function standStill(url: string): Promise<StandStill> {
  return url.startsWith('sqlite:') ? onSqlite(url.slice('sqlite:'.length)) : onPostgres(url)
}

async function onSqlite(path: string): Promise<StandStill> {
  const database = new BetterSqlite(path, { timeout: 0 })
  const many = Array.from('abcde', (name) => `sqlite_schema ${name}`).join(', ')
  database.exec(`create trigger stand_still after insert on case_entry begin select count(*) from ${many}; end`)
  return {
    async reached() {
      for (let seen = 0; seen < IN_A_ROW; seen = isWritten(database) ? seen + 1 : 0) await wait(5)
    },
    async end() {
      database.exec('drop trigger stand_still')
      database.close()
    },
  }
}

function isWritten(database: BetterSqlite.Database): boolean {
  try {
    database.exec('begin immediate; rollback')
    return false
  } catch {
    return true
  }
}

async function onPostgres(url: string): Promise<StandStill> {
  const client = new pg.Client({ connectionString: url.replace(/\?.*/, '') })
  await client.connect()
  await client.query('begin')
  await client.query('lock table case_entry in exclusive mode')
  const waiting = `select count(*)::int as count from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock'`
  return {
    async reached(count) {
      for (;;) {
        // Within a transaction the list of connections stays as it was first seen.
        await client.query('select pg_stat_clear_snapshot()')
        if ((await client.query(waiting)).rows[0].count >= count) return
        await wait(5)
      }
    },
    async end() {
      await client.query('rollback')
      await client.end()
    },
  }
}
