import { readFileSync } from 'node:fs'
import { CsvError, parse } from 'csv-parse/sync'
import { HearbackError } from '#core'
import { columnOf, type Row, type RowFault } from '#domain'

/** What a file holds under the columns that are known. */
export interface CsvContent<C extends string> {
  readonly rows: readonly Row<C>[]
  readonly faults: readonly RowFault[]
  /** Headers nobody knows; their columns are left out. */
  readonly unknown: readonly string[]
}

/**
 * Reads a CSV file as spreadsheets write it: UTF-8 with or without a byte order mark, UTF-16, or GBK; comma, semicolon
 * or tab.
 * @throws HearbackError when it is not a table or has no `id` column
 */
export function readCsv<C extends string>(
  path: string,
  columns: Readonly<Record<C, readonly string[]>>,
): CsvContent<C> {
  const text = decode(readFileSync(path))
  const records = parseRecords(text, path)
  const [header] = records
  if (!header) throw new HearbackError('csv-empty', `${path} is empty.`, { zh: `${path} 是空的。` })
  const names = header.cells.map((cell) => columnOf(cell, columns))
  if (!names.includes('id' as C)) {
    throw new HearbackError(
      'csv-no-id',
      `${path}: the first line must name the columns, "id" among them. Found: ${header.cells.join(', ')}. Known: ${Object.keys(columns).join(', ')}.`,
      {
        zh: `${path}：第一行必须是列名，其中要有 id（工号或编号）。找到的列：${header.cells.join('、')}。认识的列：${Object.keys(columns).join('、')}。`,
      },
    )
  }
  const rows: Row<C>[] = []
  const faults: RowFault[] = []
  for (const { line, cells } of records.slice(1)) {
    if (cells.every((cell) => cell.trim() === '')) continue
    if (cells.length !== names.length) {
      faults.push({ line, fault: 'torn', column: '', value: '', taken: false })
      continue
    }
    const entries = names.flatMap((name, index) => (name === null ? [] : [[name, cells[index] ?? '']]))
    rows.push({ line, cells: Object.fromEntries(entries) })
  }
  return { rows, faults, unknown: header.cells.filter((_, index) => names[index] === null) }
}

function parseRecords(text: string, path: string): { line: number; cells: string[] }[] {
  try {
    const parsed = parse(text, {
      delimiter: delimiterOf(text),
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      info: true,
    }) as unknown as { info: { lines: number }; record: string[] }[]
    return parsed.map(({ info, record }) => ({ line: info.lines, cells: record }))
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    throw new HearbackError('csv-broken', `${path}: ${error.message}`, {
      cause: error,
      zh: `${path} 不是完整的表格：${error.message}`,
    })
  }
}

/** The separator that the header uses most. */
function delimiterOf(text: string): string {
  const header = text.slice(0, text.search(/[\r\n]|$/))
  const counts = [',', ';', '\t'].map((mark) => ({ mark, count: header.split(mark).length }))
  return counts.reduce((most, one) => (one.count > most.count ? one : most)).mark
}

function decode(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('gb18030').decode(bytes)
  }
}
