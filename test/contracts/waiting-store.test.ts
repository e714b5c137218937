import { afterAll, describe, expect, test } from 'vitest'
import { ConflictError } from '#core'
import type { Database, Stores } from '#db'
import { DATABASES, openTestDatabase, stopPostgres } from '../support/open-test-database.ts'

afterAll(stopPostgres)

describe.each(DATABASES)('what waits, on %s', (kind) => {
  const within = <T>(database: Database, work: (stores: Stores) => Promise<T>) => database.transaction(work)

  test('there is one bag, and only who saw the last one may put another in its place', async () => {
    const database = await openTestDatabase(kind)
    const put = (mark: string, seen: string | null) =>
      within(database, ({ waiting }) => waiting.replaceBag({ sealed: `sealed ${mark}`, mark }, seen))
    expect(await within(database, ({ waiting }) => waiting.bag())).toBeNull()
    const first = await Promise.allSettled([put('a', null), put('b', null)])
    expect(first.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    const mark = (await within(database, ({ waiting }) => waiting.bag()))?.mark ?? ''
    const next = await Promise.allSettled([put('c', mark), put('d', mark)])
    expect(next.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    await expect(put('e', mark)).rejects.toThrow(ConflictError)
    const last = (await within(database, ({ waiting }) => waiting.bag()))?.mark ?? ''
    await expect(within(database, ({ waiting }) => waiting.dropBag(mark))).rejects.toThrow(ConflictError)
    await within(database, ({ waiting }) => waiting.dropBag(last))
    expect(await within(database, ({ waiting }) => waiting.bag())).toBeNull()
  })
})
