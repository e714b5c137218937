import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type CaseCount, SMALLEST_GROUP, statisticsTable } from '#domain'
import { extent } from '../support/privacy/extent.ts'
import { measured } from '../support/privacy/measured.ts'

const QUARTER = '2026-Q1'
const TOPICS = ['suggestion', 'pay', 'work', 'unfair', 'danger']

const counts = fc.array(
  fc.record({
    quarter: fc.constant(QUARTER),
    topic: fc.constantFrom(...TOPICS),
    inTime: fc.constantFrom(true, true, false, null),
  }),
  { maxLength: 60 },
)

/** Every number that stands in a table, and every one that can be had by subtracting some of them from others. */
function derived(all: readonly CaseCount[]): number[] {
  const { rows } = statisticsTable(QUARTER, all)
  const shown = rows.map(({ cases }) => cases)
  const rest = rows.flatMap(({ cases, inTime }) => (inTime === null ? [] : [inTime, cases - inTime]))
  const total = shown.reduce((sum, cases) => sum + cases, 0)
  const sums = subsets(shown).map((some) => some.reduce((sum, cases) => sum + cases, 0))
  return [...shown, ...rest, ...sums, ...sums.map((sum) => total - sum)].filter((number) => number > 0)
}

function subsets(numbers: readonly number[]): number[][] {
  const found: number[][] = [[]]
  for (const number of numbers) found.push(...found.map((some) => [...some, number]))
  return found
}

test('nothing below the smallest group stands in a table, or follows from one', () => {
  let tables = 0
  let smallest = Number.POSITIVE_INFINITY
  fc.assert(
    fc.property(counts, (all) => {
      const numbers = derived(all)
      tables++
      smallest = Math.min(smallest, ...numbers)
      return numbers.every((number) => number >= SMALLEST_GROUP)
    }),
    { numRuns: extent.filings * 10 },
  )
  measured('Small numbers', { tables, 'smallest number shown or derived': smallest })
  expect(smallest).toBe(SMALLEST_GROUP)
})

test('what of all is not shown is nobody, or a group: the total of a quarter stands nowhere, to be compared with', () => {
  fc.assert(
    fc.property(counts, (all) => {
      const { rows } = statisticsTable(QUARTER, all)
      const hidden = all.length - rows.reduce((sum, { cases }) => sum + cases, 0)
      // Fewer than the smallest group are hidden only when nothing at all is shown.
      return hidden === 0 || rows.length === 0
    }),
    { numRuns: extent.filings * 10 },
  )
})

test('a topic shows whether it was in time only when both parts are groups, or one is nobody', () => {
  const all = (inTime: number, late: number): CaseCount[] => [
    ...Array.from({ length: inTime }, () => ({ quarter: QUARTER, topic: 'pay', inTime: true })),
    ...Array.from({ length: late }, () => ({ quarter: QUARTER, topic: 'pay', inTime: false })),
  ]
  expect(statisticsTable(QUARTER, all(6, 1)).rows).toEqual([{ topic: 'pay', cases: 7, inTime: null }])
  expect(statisticsTable(QUARTER, all(6, 5)).rows).toEqual([{ topic: 'pay', cases: 11, inTime: 6 }])
  expect(statisticsTable(QUARTER, all(6, 0)).rows).toEqual([{ topic: 'pay', cases: 6, inTime: 6 }])
})
