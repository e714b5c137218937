import { describe, expect, test } from 'vitest'
import {
  afterTurn,
  chinaHolidays,
  nextBoard,
  type ReturnBoard,
  type ReturnWord,
  shownWords,
  turnsForNews,
  WorkingCalendar,
} from '#domain'
import { seededRandom } from '../support/seeded-random.ts'

const COUNT = 12
const TODAY = '2026-03-10'

/** Makes one board after another; a decoy is a number from 1000 on, what is somebody's is below. */
function maker(seed = 1) {
  const random = seededRandom(seed)
  const below = (limit: number) => Math.floor(random() * limit)
  let minted = 1000
  return (standing: ReturnBoard | null, calls: readonly number[] = [], theirs: readonly number[] = calls, more = {}) =>
    nextBoard(standing, {
      at: (standing?.at ?? 0) + 1,
      today: TODAY,
      count: COUNT,
      called: calls.map(word),
      theirs: theirs.map(word),
      fresh: Array.from({ length: COUNT }, () => word(minted++)),
      below,
      ...more,
    })
}

const word = (n: number): ReturnWord => [n, n]
const numbers = (board: ReturnBoard) => board.words.map(([n]) => n)
const differing = (one: ReturnBoard, other: ReturnBoard) =>
  numbers(other).filter((n) => !numbers(one).includes(n)).length

describe('the board of return words', () => {
  test('always as many, all different, a quarter of them new each time, with news and without', () => {
    const next = maker()
    let board = next(null)
    for (let n = 0; n < 200; n++) {
      const calls = n % 3 === 0 ? [1, 2, 3, 4, 5].slice(0, n % 6) : []
      const after = next(board, calls, [1, 2, 3, 4, 5])
      expect(new Set(numbers(after)).size).toBe(COUNT)
      expect(differing(board, after)).toBe(COUNT / 4)
      board = after
    }
  })

  test('every word stands for four boards, whoever it belongs to', () => {
    const next = maker(2)
    let board = next(null)
    const stood = new Map<number, number[]>()
    for (let n = 0; n < 120; n++) {
      board = next(board, n === 40 ? [7] : [], [7])
      for (const one of numbers(board)) stood.set(one, [...(stood.get(one) ?? []), n])
    }
    const lengths = [...stood.values()].flatMap((boards) => runs(boards.filter((n) => n > 4 && n < 110)))
    const whole = lengths.filter(({ from, to }) => from > 8 && to < 106)
    expect(whole.length).toBeGreaterThan(50)
    expect(new Set(whole.map(({ from, to }) => to - from + 1))).toEqual(new Set([4]))
    expect(stood.get(7)).toEqual([40, 41, 42, 43])
  })

  test('what is called comes first, the longest waiting before the others, and the rest waits', () => {
    const next = maker(3)
    const first = next(next(null), [5, 4, 3, 2, 1])
    expect([5, 4, 3].every((n) => numbers(first).includes(n))).toBe(true)
    expect([2, 1].some((n) => numbers(first).includes(n))).toBe(false)
    const second = next(first, [2, 1], [5, 4, 3, 2, 1])
    expect([5, 4, 3, 2, 1].every((n) => numbers(second).includes(n))).toBe(true)
  })

  test('a word that stands, or has just left, is not put up again at once', () => {
    const next = maker(4)
    let board = next(next(null), [7])
    for (let n = 0; n < 3; n++) {
      board = next(board, [7])
      expect(numbers(board).filter((one) => one === 7)).toEqual([7])
    }
    board = next(board, [7])
    expect(numbers(board)).not.toContain(7)
    expect(numbers(next(board, [7]))).toContain(7)
  })

  test('decoys come again, as real words do; a word of a case never as a decoy', () => {
    const next = maker(5)
    let board = next(next(null), [7])
    let again = 0
    for (let n = 0; n < 100; n++) {
      const known = board.left.map((one) => one.word[0])
      board = next(board, [], [7])
      again += numbers(board).filter((one) => known.includes(one)).length
      if (n > 4) expect(numbers(board)).not.toContain(7)
    }
    expect(again).toBeGreaterThan(100)
    // What left long ago is forgotten.
    const later = next({ ...board, at: 500 }, [], [7], { today: '2026-05-10' })
    expect(later.left.length).toBe(COUNT / 4)
  })

  test('the places of the words, and the order in which they are kept, say nothing of who is called', () => {
    const next = maker(6)
    const board = next(next(null), [2000, 1])
    const shown = shownWords(board).map(([n]) => n)
    expect(shown).toEqual(shown.toSorted((a, b) => a - b))
    const newest = numbers(board).slice(-COUNT / 4)
    expect(newest).toEqual(newest.toSorted((a, b) => a - b))
  })

  test('another number of words comes with the next board', () => {
    const next = maker(7)
    const board = next(next(null), [], [], { count: 8 })
    expect(board.words).toHaveLength(8)
    expect(
      next(board, [], [], { count: 24, fresh: Array.from({ length: 24 }, (_, n) => word(5000 + n)) }).words,
    ).toHaveLength(24)
  })

  test('a piece of news is put up three times, some working days apart', () => {
    const calendar = new WorkingCalendar(chinaHolidays(), { off: [], on: [] })
    const turns = [turnsForNews(TODAY)]
    for (let n = 0; n < 3; n++) turns.push(afterTurn(turns[n] ?? turnsForNews(TODAY), TODAY, calendar, () => 0))
    expect(turns).toEqual([
      { dueOn: TODAY, left: 3 },
      { dueOn: '2026-03-13', left: 2 },
      { dueOn: '2026-03-13', left: 1 },
      { dueOn: null, left: 0 },
    ])
  })
})

/** Boards in a row. */
function runs(boards: readonly number[]): { from: number; to: number }[] {
  const found: { from: number; to: number }[] = []
  for (const n of boards) {
    const run = found.at(-1)
    if (run && run.to === n - 1) run.to = n
    else found.push({ from: n, to: n })
  }
  return found
}
