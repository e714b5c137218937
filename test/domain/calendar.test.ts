import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  addDays,
  addPeriod,
  chinaHolidays,
  dateAt,
  daysBetween,
  instantAt,
  isQuiet,
  mayWrite,
  morningOf,
  nextAllowed,
  parseDate,
  parseISODuration,
  showDate,
  timeAt,
  WorkingCalendar,
} from '#domain'

const china = new WorkingCalendar(chinaHolidays())

const ZONES = ['Asia/Shanghai', 'America/New_York', 'Europe/Berlin', 'Pacific/Auckland', 'Asia/Kolkata', 'UTC']

const anyDate = fc
  .integer({ min: Date.UTC(2020, 0, 1), max: Date.UTC(2030, 11, 31) })
  .map((ms) => new Date(ms).toISOString().slice(0, 10))

const anyInstant = fc.integer({ min: Date.UTC(2024, 0, 1), max: Date.UTC(2026, 11, 1) })

describe('periods', () => {
  test('months are counted from the anchor and clamped at its end', () => {
    const months = (anchor: string, ...n: number[]) => n.map((count) => addPeriod(anchor, 'P1M', count))
    expect(months('2026-01-31', 1, 2, 3, 4)).toEqual(['2026-02-28', '2026-03-31', '2026-04-30', '2026-05-31'])
    expect(months('2024-01-31', 1, 2)).toEqual(['2024-02-29', '2024-03-31'])
    expect(['P1Y', 'P2Y', 'P3Y', 'P4Y'].map((period) => addPeriod('2024-02-29', period))).toEqual([
      '2025-02-28',
      '2026-02-28',
      '2027-02-28',
      '2028-02-29',
    ])
  })

  test('counting n months keeps the day of the month or the last one there is', () => {
    fc.assert(
      fc.property(anyDate, fc.integer({ min: 1, max: 36 }), (date, n) => {
        const after = addPeriod(date, 'P1M', n)
        const [year = 0, month = 0, day = 0] = date.split('-').map(Number)
        const lastDay = new Date(Date.UTC(year, month - 1 + n + 1, 0)).getUTCDate()
        expect(Number(after.slice(8))).toBe(Math.min(day, lastDay))
        expect((Number(after.slice(0, 4)) - year) * 12 + Number(after.slice(5, 7)) - month).toBe(n)
      }),
    )
  })

  test('days there and back', () => {
    fc.assert(
      fc.property(anyDate, fc.integer({ min: -4000, max: 4000 }), (date, n) => {
        expect(daysBetween(date, addDays(date, n))).toBe(n)
        expect(addPeriod(date, 'P1D', n)).toBe(addDays(date, n))
      }),
    )
  })

  test('what is no period is refused', () => {
    for (const text of ['1M', 'P', 'P1', 'PT1H', 'P1.5M', '', 'P1M2']) {
      expect(() => parseISODuration(text), text).toThrow(RangeError)
    }
    expect(parseISODuration('-P20D')).toEqual({ days: -20 })
    expect(parseISODuration('P1Y2M3W4D')).toEqual({ years: 1, months: 2, weeks: 3, days: 4 })
  })
})

describe('working days of China', () => {
  test('holidays are off, make-up days at weekends are on', () => {
    // From the State Council's notices for 2025 and 2026.
    expect(['2026-02-15', '2026-02-23', '2026-10-01', '2025-10-08'].map((d) => china.isWorkingDay(d))).toEqual([
      false,
      false,
      false,
      false,
    ])
    expect(['2026-02-14', '2026-02-28', '2026-10-10', '2025-09-28'].map((d) => china.isWorkingDay(d))).toEqual([
      true,
      true,
      true,
      true,
    ])
  })

  test('a year that is not published is known to be unknown', () => {
    expect(china.known('2026-12-31')).toBe(true)
    expect(china.known('2035-01-01')).toBe(false)
  })

  test("the company's own days win", () => {
    const own = new WorkingCalendar(chinaHolidays(), { off: ['2026-03-10'], on: ['2026-03-14'] })
    expect(own.isWorkingDay('2026-03-10')).toBe(false)
    expect(own.isWorkingDay('2026-03-14')).toBe(true)
  })

  test('n working days on are n working days, whatever the zone of the process', () => {
    fc.assert(
      fc.property(anyDate, fc.integer({ min: 1, max: 40 }), (date, n) => {
        const end = china.addWorkingDays(date, n)
        let worked = 0
        for (let day = addDays(date, 1); day <= end; day = addDays(day, 1)) if (china.isWorkingDay(day)) worked++
        expect(worked).toBe(n)
        expect(china.isWorkingDay(end)).toBe(true)
        expect(china.addWorkingDays(end, -n) <= china.onOrBefore(date)).toBe(true)
      }),
    )
  })

  test('on or before, on or after', () => {
    fc.assert(
      fc.property(anyDate, (date) => {
        const before = china.onOrBefore(date)
        const after = china.onOrAfter(date)
        expect(before <= date && date <= after).toBe(true)
        expect(china.isWorkingDay(before) && china.isWorkingDay(after)).toBe(true)
        expect(before === after).toBe(china.isWorkingDay(date))
      }),
    )
  })

  test('a company that never works is an error, not an endless loop', () => {
    const never = new WorkingCalendar(
      { off: new Set(), on: new Set(), known: () => true, version: '' },
      {
        off: Array.from({ length: 800 }, (_, n) => addDays('2026-01-01', n)),
      },
    )
    expect(() => never.onOrAfter('2026-01-01')).toThrow('days off')
  })
})

describe('zones', () => {
  test('a date and time in a zone comes back as it went', () => {
    fc.assert(
      fc.property(anyInstant, fc.constantFrom(...ZONES), (instant, zone) => {
        const minute = Math.floor(instant / 60_000) * 60_000
        const back = instantAt(dateAt(minute, zone), timeAt(minute, zone), zone)
        // In the hour that comes twice, the first is meant.
        expect([0, 3_600_000]).toContain(minute - back)
      }),
    )
  })

  test('clock changes: the hour that is skipped, the hour that comes twice', () => {
    expect(new Date(instantAt('2026-03-08', '02:30', 'America/New_York')).toISOString()).toBe(
      '2026-03-08T07:30:00.000Z',
    )
    expect(new Date(instantAt('2026-11-01', '01:30', 'America/New_York')).toISOString()).toBe(
      '2026-11-01T05:30:00.000Z',
    )
  })
})

describe('quiet hours', () => {
  const quiet = { from: '19:00', to: '09:00' }

  test('cross midnight', () => {
    expect(['18:59', '19:00', '23:59', '00:00', '08:59', '09:00'].map((time) => isQuiet(time, quiet))).toEqual([
      false,
      true,
      true,
      true,
      true,
      false,
    ])
    expect(isQuiet('12:30', { from: '12:00', to: '13:00' })).toBe(true)
    expect(isQuiet('13:00', { from: '12:00', to: '13:00' })).toBe(false)
  })

  test('the next allowed moment is allowed, not past, and not on the full or half hour when it was put off', () => {
    fc.assert(
      fc.property(anyInstant, fc.constantFrom(...ZONES), fc.string(), (now, zone, who) => {
        const next = nextAllowed(now, who, zone, china, quiet)
        expect(next).toBeGreaterThanOrEqual(now)
        expect(mayWrite(next, zone, china, quiet)).toBe(true)
        if (next === now) return
        const minute = Number(timeAt(next, zone).slice(3))
        expect(minute % 30).not.toBe(0)
        expect(morningOf(dateAt(next, zone), who, zone, quiet)).toBe(next)
      }),
    )
  })
})

describe('dates as people type them', () => {
  test('in many ways', () => {
    for (const typed of [
      '2026-03-01',
      '2026/3/1',
      '2026.3.1',
      '20260301',
      '2026年3月1日',
      '２０２６年３月１日',
      ' 2026 - 3 - 1 ',
    ]) {
      expect(parseDate(typed), typed).toBe('2026-03-01')
    }
    expect(parseDate('3月1日', '2026-02-10')).toBe('2026-03-01')
    expect(parseDate('3/1', '2026-03-10')).toBe('2027-03-01')
    for (const typed of ['2026-02-30', 'tomorrow', '', '13/45', '2026', '明天']) {
      expect(parseDate(typed, '2026-01-01'), typed).toBeNull()
    }
  })

  test('are shown with the day of the week', () => {
    expect(showDate('2026-12-07', 'zh-CN')).toBe('2026年12月7日（周一）')
    expect(showDate('2026-12-07', 'en')).toBe('Mon, 7 Dec 2026')
  })
})
