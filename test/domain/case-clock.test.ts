import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  addDays,
  alarmsOf,
  CASE_CLOCKS,
  type CaseClock,
  chinaHolidays,
  daysBetween,
  nextAlarmDay,
  onDuty,
  owed,
  WorkingCalendar,
} from '#domain'

const china = new WorkingCalendar(chinaHolidays())

function told(from: string, clock: CaseClock, anyDay = false): string[] {
  const debt = owed(from, clock, china)
  return alarmsOf(debt, clock, china, anyDay).map(({ on, what, of }) => `${on} ${what} ${of}`)
}

describe('clocks of cases', () => {
  test('IBM: the 10th working day, a reminder two working days before, the next level the day after', () => {
    // Ten working days after Tuesday, 10 March 2026.
    expect(owed('2026-03-10', CASE_CLOCKS.ibm, china).answerBy).toBe('2026-03-24')
    expect(told('2026-03-10', CASE_CLOCKS.ibm)).toEqual(['2026-03-20 remind answer', '2026-03-25 missed answer'])
  })

  test('make-up working days count, holidays do not', () => {
    // Friday, 25 September: the 26th to the 27th are a weekend or a make-up day, 1 to 7 October is a holiday.
    const { answerBy } = owed('2026-09-25', CASE_CLOCKS.ibm, china)
    const worked = []
    for (let day = addDays('2026-09-25', 1); day <= answerBy; day = addDays(day, 1)) {
      if (china.isWorkingDay(day)) worked.push(day)
    }
    expect(worked).toHaveLength(10)
    expect(china.isWorkingDay('2026-10-10')).toBe(true)
    expect(worked).toContain('2026-10-10')
    expect(worked).not.toContain('2026-10-05')
  })

  test('Motorola: three days; one that falls on a day off is the next working day', () => {
    expect(owed('2026-03-10', CASE_CLOCKS.motorola, china).answerBy).toBe('2026-03-13')
    // Thursday: the third day is a Sunday.
    expect(owed('2026-03-12', CASE_CLOCKS.motorola, china).answerBy).toBe('2026-03-16')
  })

  test('EU directive: seven days and three months, told at 80 % and 15 days before', () => {
    const debt = owed('2026-03-10', CASE_CLOCKS.eu, china)
    expect(debt.acknowledgeBy).toBe('2026-03-17')
    expect(debt.answerBy).toBe('2026-06-10')
    expect(told('2026-03-10', CASE_CLOCKS.eu)).toEqual([
      // Five days of seven is Sunday, 15 March: the working day before.
      '2026-03-13 remind acknowledge',
      '2026-03-18 missed acknowledge',
      // 73 of 92 days; 15 days before.
      '2026-05-22 remind answer',
      '2026-05-26 remind answer',
      '2026-06-11 missed answer',
    ])
  })

  test('24-hour line: the next day, at night and on days off', () => {
    expect(told('2026-03-13', CASE_CLOCKS['line-24h'], true)).toEqual([
      '2026-03-14 remind acknowledge',
      '2026-03-14 remind answer',
      '2026-03-15 missed acknowledge',
      '2026-03-15 missed answer',
    ])
  })

  test('a clock that does not run tells nobody, and what is told is never past', () => {
    const debt = owed('2026-03-10', CASE_CLOCKS.ibm, china)
    expect(alarmsOf({ ...debt, owedOn: null }, CASE_CLOCKS.ibm, china)).toEqual([])
    expect(nextAlarmDay(alarmsOf(debt, CASE_CLOCKS.ibm, china), '2026-03-20')).toBe('2026-03-25')
    expect(nextAlarmDay(alarmsOf(debt, CASE_CLOCKS.ibm, china), '2026-03-25')).toBeNull()
  })

  test('whatever the clock and the day, somebody above is told after the deadline, on a working day, and nobody before', () => {
    const anyDate = fc.integer({ min: 0, max: 900 }).map((n) => addDays('2024-12-01', n))
    fc.assert(
      fc.property(anyDate, fc.constantFrom(...Object.values(CASE_CLOCKS)), (from, clock: CaseClock) => {
        const debt = owed(from, clock, china)
        const alarms = alarmsOf(debt, clock, china)
        for (const { on, what, of } of alarms) {
          const by = of === 'answer' ? debt.answerBy : (debt.acknowledgeBy ?? '')
          expect(china.isWorkingDay(on)).toBe(true)
          expect(on > from).toBe(true)
          expect(what === 'missed' ? daysBetween(by, on) : daysBetween(on, by)).toBeGreaterThanOrEqual(0)
        }
        expect(alarms.filter(({ what, of }) => what === 'missed' && of === 'answer')).toHaveLength(1)
      }),
    )
  })
})

test('who is on duty: a single day comes before the week', () => {
  const rota = { week: { mon: ['E002'], tue: ['E003'] }, days: { '2026-03-10': ['E001'] } }
  expect(onDuty(rota, '2026-03-09')).toEqual(['E002'])
  expect(onDuty(rota, '2026-03-10')).toEqual(['E001'])
  expect(onDuty(rota, '2026-03-11')).toEqual([])
})
