import { stringify } from 'csv-stringify/sync'

/** A table as CSV: the mark lets a spreadsheet see that it is UTF-8; formulas are defused. */
export function asCsv(table: readonly (readonly (string | number | null)[])[]): string {
  return stringify(
    table.map((row) => [...row]),
    { bom: true, escape_formulas: true },
  )
}
