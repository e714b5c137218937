import { join } from 'node:path'
import { Kysely, sql } from 'kysely'
import { expect, onTestFinished, test } from 'vitest'
import { openSqlite, sqliteDialect } from '../../db/dialects/sqlite.ts'
import { GroupCommit } from '../../db/group-commit.ts'
import type { Tables } from '../../db/schema/index.ts'
import { scratchFolder } from '../support/scratch.ts'

async function opened() {
  const path = join(scratchFolder(), 'test.sqlite')
  const sqlite = openSqlite(path)
  sqlite.pragma('busy_timeout = 0')
  const db = new Kysely<Tables>({ dialect: sqliteDialect(sqlite) })
  onTestFinished(() => db.destroy())
  await sql`create table note (text text not null)`.execute(db)
  const texts = () => sqlite.prepare('select text from note order by rowid').pluck().all()
  return { path, sqlite, transactions: new GroupCommit(db, sqlite), texts }
}

const write = (text: string) => (db: Kysely<Tables>) => sql`insert into note values (${text})`.execute(db)

test('one that fails takes nothing with it, and those beside it are true', async () => {
  const { transactions, texts } = await opened()
  const results = await Promise.allSettled([
    transactions.transaction(write('a')),
    transactions.transaction(async (db) => {
      await write('b')(db)
      throw new Error('no')
    }),
    transactions.transaction(write('c')),
  ])
  expect(results.map((one) => one.status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  expect(texts()).toEqual(['a', 'c'])
})

test('a full disk: everybody in the group hears of it, and work goes on when there is room again', async () => {
  const { sqlite, transactions, texts } = await opened()
  sqlite.pragma('max_page_count = 10')
  const results = await Promise.allSettled([
    transactions.transaction(write('small')),
    transactions.transaction(write('x'.repeat(1_000_000))),
    transactions.transaction(write('small too')),
  ])
  expect(results.some((one) => one.status === 'rejected')).toBe(true)
  sqlite.pragma('max_page_count = 100000')
  await transactions.transaction(write('later'))
  const told = ['small', 'huge', 'small too'].filter((_, index) => results[index]?.status === 'fulfilled')
  expect(texts()).toEqual([...told, 'later'])
})

test('after closing everybody is refused at once', async () => {
  const { sqlite, transactions } = await opened()
  sqlite.close()
  const results = await Promise.allSettled([transactions.transaction(write('a')), transactions.transaction(write('b'))])
  expect(results.map((one) => one.status)).toEqual(['rejected', 'rejected'])
})

test('while another process writes, this one waits without standing still', async () => {
  const { path, transactions, texts } = await opened()
  const other = openSqlite(path)
  onTestFinished(() => void other.close())
  other.exec('begin immediate')
  const writing = transactions.transaction(write('a'))
  // Timers fire meanwhile; with the wait inside SQLite none would.
  setTimeout(() => other.exec('commit'), 50)
  await writing
  expect(texts()).toEqual(['a'])
})
