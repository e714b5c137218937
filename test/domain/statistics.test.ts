import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type CaseCount, endedQuarters, quarterDays, quarterOf, SMALLEST_GROUP, statisticsTable } from '#domain'

const QUARTER = '2026-Q1'

function counts(topics: Readonly<Record<string, readonly [inTime: number, late: number]>>): CaseCount[] {
  const of = (topic: string, inTime: boolean, count: number) =>
    Array.from({ length: count }, (): CaseCount => ({ quarter: QUARTER, topic, inTime }))
  return Object.entries(topics).flatMap(([topic, [inTime, late]]) => [
    ...of(topic, true, inTime),
    ...of(topic, false, late),
  ])
}

test('small topics are counted together, and take a larger one with them where they are too few', () => {
  expect(statisticsTable(QUARTER, counts({ a: [9, 0], b: [3, 0], c: [2, 0] })).rows).toEqual([
    { topic: 'a', cases: 9, inTime: 9 },
    { topic: null, cases: 5, inTime: 5 },
  ])
  expect(statisticsTable(QUARTER, counts({ a: [9, 0], b: [6, 0], c: [2, 0] })).rows).toEqual([
    { topic: 'a', cases: 9, inTime: 9 },
    { topic: null, cases: 8, inTime: 8 },
  ])
  expect(statisticsTable(QUARTER, counts({ a: [4, 0] })).rows).toEqual([])
  expect(statisticsTable(QUARTER, counts({ a: [6, 2] })).rows).toEqual([{ topic: 'a', cases: 8, inTime: null }])
})

test('no number that is shown, and no difference of two, is below the smallest group', () => {
  const topics = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd', 'e'), fc.tuple(fc.nat(12), fc.nat(12)))
  fc.assert(
    fc.property(topics, (drawn) => {
      const { rows } = statisticsTable(QUARTER, counts(drawn))
      const all = Object.values(drawn).reduce((sum, [inTime, late]) => sum + inTime + late, 0)
      const shown = rows.reduce((sum, { cases }) => sum + cases, 0)
      // Whoever knows the number of all cases learns nothing of a topic by subtracting.
      expect(shown === 0 || shown === all).toBe(true)
      for (const { cases, inTime } of rows) {
        expect(cases).toBeGreaterThanOrEqual(SMALLEST_GROUP)
        if (inTime === null) continue
        for (const part of [inTime, cases - inTime]) expect(part === 0 || part >= SMALLEST_GROUP).toBe(true)
      }
    }),
  )
})

test('quarters', () => {
  expect(['2026-01-01', '2026-03-31', '2026-04-01', '2026-12-31'].map(quarterOf)).toEqual([
    '2026-Q1',
    '2026-Q1',
    '2026-Q2',
    '2026-Q4',
  ])
  expect(quarterDays('2026-Q4')).toEqual({ from: '2026-10-01', before: '2027-01-01' })
  expect(endedQuarters('2026-04-29', 30, 2)).toEqual(['2025-Q4', '2025-Q3'])
  expect(endedQuarters('2026-05-01', 30, 2)).toEqual(['2026-Q1', '2025-Q4'])
})
