import { type PlainDate, parseDate } from '../calendar/plain-date.ts'
import type { RowFault } from './row-fault.ts'

/** One line of a file: its number and what stood under each known column. */
export interface Row<C extends string> {
  readonly line: number
  readonly cells: Readonly<Partial<Record<C, string>>>
}

/** What was read of a file: what can be used, and what is wrong with the rest. */
export interface Reading<T> {
  readonly items: readonly T[]
  readonly faults: readonly RowFault[]
}

const LONGEST_CELL = 500

/** Reads cells of one row and collects what is wrong with them. */
export class RowReader<C extends string> {
  readonly faults: RowFault[] = []
  readonly #row: Row<C>

  constructor(row: Row<C>) {
    this.#row = row
  }

  text(column: C): string {
    const value = (this.#row.cells[column] ?? '').normalize('NFC').trim()
    if (value.length <= LONGEST_CELL) return value
    this.fail('too-long', column, '')
    return ''
  }

  required(column: C): string {
    const value = this.text(column)
    if (value === '' && this.faults.length === 0) this.fail('missing', column, '')
    return value
  }

  /** A date as a spreadsheet writes it; a time after it is dropped. */
  date(column: C): PlainDate | null {
    const value = this.text(column)
    if (value === '') return null
    const date = parseDate(value.replace(/[ T]\d{1,2}:\d{2}(:\d{2})?$/, ''))
    if (!date) this.fail('bad-date', column, value)
    return date
  }

  number(column: C): number | null {
    const value = this.text(column)
      .normalize('NFKC')
      .replace(/[,¥$￥\s]/g, '')
    if (value === '') return null
    const number = Number(value)
    if (Number.isFinite(number)) return number
    this.fail('bad-number', column, value)
    return null
  }

  /** One of a list of values, each with the ways it is written. */
  oneOf<V extends string>(column: C, values: Readonly<Record<V, readonly string[]>>): V | null {
    const value = this.text(column).normalize('NFKC').toLowerCase()
    if (value === '') return null
    for (const [name, written] of Object.entries(values) as [V, readonly string[]][]) {
      if (name === value || written.includes(value)) return name
    }
    this.fail('bad-value', column, value)
    return null
  }

  fail(fault: RowFault['fault'], column: C, value: string, taken = false): void {
    this.faults.push({ line: this.#row.line, fault, column, value, taken })
  }
}
