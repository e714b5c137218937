import { afterAll, describe, expect, test } from 'vitest'
import type { CaseFile } from '#domain'
import { caseFile } from '../support/case-file.ts'
import { DATABASES, openTestDatabase, stopPostgres } from '../support/open-test-database.ts'

afterAll(stopPostgres)

const file = (id: string, more: Partial<CaseFile> = {}) => caseFile(id, { state: 'closed', ...more })

const FIRST = {
  side: 'author',
  kind: 'text',
  body: 'sealed',
  by: null,
  on: '2026-03-10',
  pictures: ['picture'],
} as const

describe.each(DATABASES)('the end of cases on %s', (kind) => {
  test('a closed case gets a day, loses it when it is opened again, and goes with all that is its own', async () => {
    const database = await openTestDatabase(kind)
    await database.transaction(async ({ authors, cases, sealing }) => {
      await cases.add(file('1'), FIRST, 'lookup-1', 'address-1')
      await authors.add('1', 'sealed-author')
      await cases.add(file('2'), FIRST, 'lookup-2', null)
      await cases.add(file('3', { state: 'received' }), FIRST, 'lookup-3', null)
      expect(await sealing.unplanned(10)).toEqual(['1', '2'])
      expect(await sealing.unplanned(1)).toEqual(['1'])
      for (const id of ['1', '2']) await sealing.plan(id, '2026-06-10')
      expect(await sealing.nextDay()).toBe('2026-06-10')
      await cases.save(file('2', { state: 'received' }), 1)
      await cases.save(file('2'), 2)
      expect(await sealing.unplanned(10)).toEqual(['2'])
      expect(await sealing.due('2026-06-09', 10)).toEqual([])
      expect(await sealing.due('2026-06-10', 10)).toEqual(['1'])
      expect([await sealing.isDue('1', '2026-06-10'), await sealing.isDue('3', '2026-06-10')]).toEqual([true, false])
      for (let time = 0; time < 2; time++) await sealing.forget('1')
      expect(await cases.get('1')).toBeNull()
      expect(await cases.byLookup('lookup-1')).toBeNull()
      expect([await cases.entries('1'), await cases.pictures('1'), await cases.address('1')]).toEqual([[], [], null])
      expect(await authors.of('1')).toBeNull()
      expect(await sealing.keys()).toEqual([
        { id: '2', key: 'key-2' },
        { id: '3', key: 'key-3' },
      ])
      expect(await sealing.toDestroy(10)).toEqual(['address-1', 'key-1'])
      await sealing.destroyed('key-1')
      expect(await sealing.toDestroy(10)).toEqual(['address-1'])
      expect((await cases.receivedBetween('2026-03-10', '2026-03-11')).map(({ id }) => id).sort()).toEqual(['2', '3'])
      expect(await cases.receivedBetween('2026-03-11', '2026-04-01')).toEqual([])
    })
  })

  test('an appeal has no day of its own: it goes with its case', async () => {
    const database = await openTestDatabase(kind)
    await database.transaction(async ({ cases, sealing }) => {
      await cases.add(file('1'), FIRST, 'lookup-1', null)
      await cases.addAppeal(file('2', { appealOf: '1' }), FIRST)
      expect(await sealing.unplanned(10)).toEqual(['1'])
      for (const id of ['1', '2']) await sealing.plan(id, '2026-06-10')
      expect(await sealing.due('2026-06-10', 10)).toEqual(['1'])
      await sealing.forget('1')
      expect([await cases.get('1'), await cases.get('2'), await cases.entries('2')]).toEqual([null, null, []])
      expect(await sealing.toDestroy(10)).toEqual(['key-1', 'key-2'])
    })
  })

  test('a case has one author or none, who is shown to departments unless the coordinator says otherwise', async () => {
    const database = await openTestDatabase(kind)
    await database.transaction(async ({ authors, cases }) => {
      for (const id of ['1', '2']) await cases.add(file(id), FIRST, `lookup-${id}`, null)
      await authors.add('1', 'sealed-author')
      expect(await authors.of('1')).toEqual({ sealed: 'sealed-author', shown: true })
      expect(await authors.of('2')).toBeNull()
      expect(await authors.all()).toEqual([{ caseId: '1', key: 'key-1', sealed: 'sealed-author' }])
      for (const shown of [false, true, false]) {
        for (const id of ['1', '2']) await authors.show(id, shown)
        expect([await authors.of('1'), await authors.of('2')]).toEqual([{ sealed: 'sealed-author', shown }, null])
      }
    })
    const twice = database.transaction(({ authors }) => authors.add('1', 'another'))
    await expect(twice).rejects.toThrow()
    await expect(database.transaction(({ authors }) => authors.add('nowhere', 'sealed'))).rejects.toThrow()
  })

  test('an address stays while something is held for the case or for its appeal', async () => {
    const database = await openTestDatabase(kind)
    await database.transaction(async ({ cases, waiting }) => {
      await cases.add(file('1'), FIRST, 'lookup-1', 'address-1')
      await cases.add(file('2'), FIRST, 'lookup-2', 'address-2')
      await cases.addAppeal(file('3', { appealOf: '1' }), FIRST)
      await waiting.hold('3', 1)
      expect(await cases.addressesToDestroy(10)).toEqual(['2'])
      expect(await cases.addressesToDestroy(10, '1')).toEqual([])
      await waiting.letGo('3')
      expect((await cases.addressesToDestroy(10)).sort()).toEqual(['1', '2'])
      expect(await cases.addressesToDestroy(1, '1')).toEqual(['1'])
    })
  })

  test('what is counted goes into a table that is made once', async () => {
    const database = await openTestDatabase(kind)
    const table = { quarter: '2026-Q1', rows: [{ topic: null, cases: 5, inTime: null }] }
    await database.transaction(async ({ statistics }) => {
      await statistics.add('a', { quarter: '2026-Q1', topic: 'x', inTime: true })
      await statistics.add('b', { quarter: '2026-Q1', topic: 'x', inTime: null })
      await statistics.add('c', { quarter: '2026-Q2', topic: 'x', inTime: false })
      expect(await statistics.kept('2026-Q1')).toHaveLength(2)
      expect(await statistics.kept('2026-Q2')).toEqual([{ quarter: '2026-Q2', topic: 'x', inTime: false }])
      await statistics.freeze(table)
      await statistics.freeze({ quarter: '2025-Q4', rows: [] })
      expect(await statistics.kept('2026-Q1')).toEqual([])
      expect(await statistics.table('2026-Q1')).toEqual(table)
      expect(await statistics.table('2026-Q2')).toBeNull()
      expect((await statistics.tables(1)).map(({ quarter }) => quarter)).toEqual(['2026-Q1'])
    })
    // Whoever comes second, from another process, changes nothing.
    await database.transaction(({ statistics }) => statistics.freeze({ ...table, rows: [] }))
    expect(await database.transaction(({ statistics }) => statistics.table('2026-Q1'))).toEqual(table)
  })
})
