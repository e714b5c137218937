import { afterAll, describe, expect, test } from 'vitest'
import { ConflictError } from '#core'
import type { Stores } from '#db'
import type { ReturnBoard } from '#domain'
import { caseFile } from '../support/case-file.ts'
import { DATABASES, openTestDatabase, stopPostgres } from '../support/open-test-database.ts'

afterAll(stopPostgres)

const FIRST = { side: 'author', kind: 'text', body: 'sealed', by: null, on: '2026-03-10' } as const
const board = (at: number): ReturnBoard => ({
  at,
  words: [
    [1, 2],
    [2047, 0],
  ],
  left: [{ word: [3, 4], on: '2026-03-09' }],
})

describe.each(DATABASES)('return words, on %s', (kind) => {
  test('words are kept with their case, called in order, and go with it', async () => {
    const database = await openTestDatabase(kind)
    await database.transaction(async ({ cases, returnWords, sealing }) => {
      for (const id of ['1', '2', '3']) await cases.add(caseFile(id), FIRST, `lookup-${id}`, null)
      for (const id of ['1', '2']) await returnWords.add(id, `word-${id}`)
      await returnWords.setTurns('1', { dueOn: '2026-03-12', left: 3 })
      await returnWords.setTurns('2', { dueOn: '2026-03-11', left: 1 })
      // It has none: nothing happens.
      await returnWords.setTurns('3', { dueOn: '2026-03-11', left: 1 })
      expect(await returnWords.all()).toEqual([
        { caseId: '2', key: 'key-2', sealed: 'word-2', dueOn: '2026-03-11', left: 1 },
        { caseId: '1', key: 'key-1', sealed: 'word-1', dueOn: '2026-03-12', left: 3 },
      ])
      await sealing.forget('2')
      expect((await returnWords.all()).map(({ caseId }) => caseId)).toEqual(['1'])
    })
  })

  test('there is one board, and only who saw the last one may put another in its place', async () => {
    const database = await openTestDatabase(kind)
    const put = (at: number, seen: number | null) =>
      database.transaction(({ returnWords }: Stores) => returnWords.replaceBoard(board(at), seen))
    const standing = () => database.transaction(({ returnWords }: Stores) => returnWords.board())
    const now = 1_773_108_000_000
    expect(await standing()).toBeNull()
    const first = await Promise.allSettled([put(now, null), put(now, null)])
    expect(first.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(await standing()).toEqual(board(now))
    const next = await Promise.allSettled([put(now + 1, now), put(now + 1, now)])
    expect(next.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    await expect(put(now + 2, now)).rejects.toThrow(ConflictError)
    expect(await standing()).toEqual(board(now + 1))
  })
})
