import { addDays, dayOfWeek, type PlainDate, yearOf } from './plain-date.ts'

/** A published table of days off and of working days at weekends. */
export interface HolidayTable {
  readonly off: ReadonlySet<PlainDate>
  readonly on: ReadonlySet<PlainDate>
  /** Whether that year has been published. */
  known(year: number): boolean
  /** Changes when the table does. */
  readonly version: string
}

/** Which days a company works. Its own days win over the published table. */
export class WorkingCalendar {
  readonly #table: HolidayTable
  readonly #off: ReadonlySet<PlainDate>
  readonly #on: ReadonlySet<PlainDate>

  constructor(table: HolidayTable, own: { off?: readonly PlainDate[]; on?: readonly PlainDate[] } = {}) {
    this.#table = table
    this.#off = new Set(own.off)
    this.#on = new Set(own.on)
  }

  get version(): string {
    return this.#table.version
  }

  /** False while the year's holidays are not published: every answer about it is a Monday-to-Friday guess. */
  known(date: PlainDate): boolean {
    return this.#table.known(yearOf(date))
  }

  isWorkingDay(date: PlainDate): boolean {
    if (this.#off.has(date)) return false
    if (this.#on.has(date)) return true
    if (this.#table.off.has(date)) return false
    if (this.#table.on.has(date)) return true
    const day = dayOfWeek(date)
    return day !== 0 && day !== 6
  }

  /** The date itself if it is worked, else the next one that is. */
  onOrAfter(date: PlainDate): PlainDate {
    return this.#walk(date, 1)
  }

  /** The date itself if it is worked, else the last one before that is. */
  onOrBefore(date: PlainDate): PlainDate {
    return this.#walk(date, -1)
  }

  /** The n-th working day after a date (before it, when n is negative); 0 is the date itself. */
  addWorkingDays(date: PlainDate, n: number): PlainDate {
    const step = Math.sign(n)
    let day = date
    for (let left = Math.abs(n); left > 0; left--) day = this.#walk(addDays(day, step), step)
    return day
  }

  #walk(date: PlainDate, step: number): PlainDate {
    let day = date
    // The longest holiday is eight days; a company that closes for a year has no working day to find.
    for (let tried = 0; tried < 366; tried++) {
      if (this.isWorkingDay(day)) return day
      day = addDays(day, step)
    }
    throw new RangeError(`no working day within a year of ${date}: check the company's own days off`)
  }
}
