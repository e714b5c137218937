import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { chinaHolidays, dateAt, isQuiet, morningOf, nextAllowed, timeAt, WorkingCalendar, windowEnd } from '#domain'

const china = new WorkingCalendar(chinaHolidays())
const ZONE = 'Asia/Shanghai'
const time = fc
  .record({ h: fc.integer({ min: 0, max: 23 }), m: fc.integer({ min: 0, max: 59 }) })
  .map(({ h, m }) => `${String(h).padStart(2, '0')}:${String(m).padStart(2, '0')}`)
const people = fc.string({ minLength: 1, maxLength: 12 })
const minutesOpen = (from: string, to: string) => {
  const [a = 0, b = 0] = [from, to].map((one) => Number(one.slice(0, 2)) * 60 + Number(one.slice(3)))
  return (a - b + 1440) % 1440
}

describe('spreading a morning', () => {
  test('the same person at the same minute every day, never while it is quiet, away from the full and the half hour', () => {
    fc.assert(
      fc.property(time, time, people, fc.integer({ min: 1, max: 28 }), (from, to, who, day) => {
        fc.pre(minutesOpen(from, to) >= 30)
        const quiet = { from, to }
        const date = `2026-04-${String(day).padStart(2, '0')}`
        const at = morningOf(date, who, ZONE, quiet)
        const shown = timeAt(at, ZONE)
        expect(isQuiet(shown, quiet)).toBe(false)
        expect(shown).toBe(timeAt(morningOf('2026-04-15', who, ZONE, quiet), ZONE))
        const inHalfHour = Number(shown.slice(3)) % 30
        expect(inHalfHour).toBeGreaterThan(2)
        expect(inHalfHour).toBeLessThan(28)
      }),
    )
  })

  test('however short the time is in which people may be written to, it is kept', () => {
    fc.assert(
      fc.property(time, time, people, (from, to, who) => {
        fc.pre(minutesOpen(from, to) > 0)
        expect(isQuiet(timeAt(morningOf('2026-04-15', who, ZONE, { from, to }), ZONE), { from, to })).toBe(false)
      }),
    )
  })

  test('many people are spread over half an hour; switched off, all of them are written to at its beginning', () => {
    const quiet = { from: '19:00', to: '09:00' }
    const who = Array.from({ length: 2000 }, (_, n) => `E${n}`)
    const counts = new Map<string, number>()
    for (const one of who) {
      const shown = timeAt(morningOf('2026-04-15', one, ZONE, quiet), ZONE)
      counts.set(shown, (counts.get(shown) ?? 0) + 1)
    }
    expect(counts.size).toBe(24)
    expect(Math.max(...counts.values())).toBeLessThan(2 * (2000 / 24))
    const off = who.map((one) => timeAt(morningOf('2026-04-15', one, ZONE, { ...quiet, spread: false }), ZONE))
    expect(new Set(off)).toEqual(new Set(['09:00']))
  })

  test('what may be said now is said now', () => {
    const now = Date.parse('2026-04-15T10:00:00+08:00')
    expect(nextAllowed(now, 'E1', ZONE, china, { from: '19:00', to: '09:00' })).toBe(now)
  })

  test('a window ends when it becomes quiet', () => {
    fc.assert(
      fc.property(time, time, fc.nat(86_399), (from, to, second) => {
        fc.pre(from !== to)
        const quiet = { from, to }
        const now = Date.parse('2026-04-15T00:00:00+08:00') + second * 1000
        fc.pre(!isQuiet(timeAt(now, ZONE), quiet))
        const end = windowEnd(now, ZONE, quiet)
        expect(end).toBeGreaterThan(now)
        expect(end - now).toBeLessThanOrEqual(86_400_000)
        expect(timeAt(end, ZONE)).toBe(from)
        expect(isQuiet(timeAt(end - 1000, ZONE), quiet)).toBe(false)
        expect(dateAt(end, ZONE) >= dateAt(now, ZONE)).toBe(true)
      }),
    )
  })
})
