import { createRequire } from 'node:module'
import type { HolidayTable } from './working-calendar.ts'

interface Published {
  /** Days off, weekends inside a holiday included. */
  readonly holidays: Readonly<Record<string, string>>
  /** Make-up working days at weekends (调休). */
  readonly workdays: Readonly<Record<string, string>>
}

/**
 * China's public holidays and make-up working days as the State Council publishes them, years 2004 on. Only the table
 * of `chinese-days` is read: its functions answer by the zone of the process, and take a year they have no data for as
 * an ordinary one.
 */
export function chinaHolidays(): HolidayTable {
  const require = createRequire(import.meta.url)
  const table: Published = require('chinese-days/dist/chinese-days.json')
  const years = new Set(Object.keys(table.holidays).map((date) => Number(date.slice(0, 4))))
  return {
    off: new Set(Object.keys(table.holidays)),
    on: new Set(Object.keys(table.workdays)),
    known: (year) => years.has(year),
    version: `china ${[...years].sort().at(-1)} ${Object.keys(table.holidays).length}`,
  }
}

/** Monday to Friday, nothing else: for a company that names its own days off. */
export function weekdaysOnly(): HolidayTable {
  return { off: new Set(), on: new Set(), known: () => true, version: 'weekdays' }
}
