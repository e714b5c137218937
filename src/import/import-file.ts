import type { Stores } from '#db'
import {
  CUSTOMER_COLUMNS,
  type Customer,
  type CustomerColumn,
  customerRef,
  PERSON_COLUMNS,
  type PersonAccount,
  type PersonColumn,
  type PersonRow,
  personRef,
  type Row,
  type RowFault,
  readCustomers,
  readPeople,
} from '#domain'
import { type CsvContent, readCsv } from './read-csv.ts'

/** What an import did. */
export interface ImportReport {
  readonly added: number
  readonly changed: number
  readonly unchanged: number
  readonly faults: readonly RowFault[]
  readonly unknownColumns: readonly string[]
  /** Subjects whose dates are to be planned anew. */
  readonly touched: readonly string[]
}

/** Who an imported person is on a platform. */
export type AccountsOf = (row: PersonRow) => readonly PersonAccount[]

export async function importPeople(
  stores: Stores,
  path: string,
  accountsOf: AccountsOf,
  prepare: (content: CsvContent<PersonColumn>) => readonly Row<PersonColumn>[] = (content) => content.rows,
): Promise<ImportReport> {
  const content = readCsv(path, PERSON_COLUMNS)
  const before = new Map((await stores.people.all()).map((person) => [person.id, person]))
  const { items, faults } = readPeople(prepare(content), new Set(before.keys()))
  const sorted = sortOut(
    items.map((row) => row.person),
    before,
  )
  await stores.people.put([...sorted.added, ...sorted.changed])
  await stores.people.link(items.flatMap(accountsOf))
  return report(content, [...content.faults, ...faults], sorted, personRef)
}

export async function importCustomers(
  stores: Stores,
  path: string,
  today: string,
  prepare: (content: CsvContent<CustomerColumn>) => readonly Row<CustomerColumn>[] = (content) => content.rows,
): Promise<ImportReport> {
  const content = readCsv(path, CUSTOMER_COLUMNS)
  const before = new Map((await stores.customers.all()).map((customer) => [customer.id, customer]))
  const people = new Set((await stores.people.all()).map((person) => person.id))
  const { items, faults } = readCustomers(prepare(content), people)
  const sorted = sortOut<Customer>(items, before)
  await stores.customers.put([...sorted.added, ...sorted.changed], today)
  return report(content, [...content.faults, ...faults], sorted, customerRef)
}

interface Sorted<T> {
  readonly added: readonly T[]
  readonly changed: readonly T[]
  readonly unchanged: readonly T[]
}

function sortOut<T extends { id: string }>(items: readonly T[], before: ReadonlyMap<string, T>): Sorted<T> {
  const sorted = { added: [] as T[], changed: [] as T[], unchanged: [] as T[] }
  for (const item of items) {
    const known = before.get(item.id)
    if (!known) sorted.added.push(item)
    else if (Object.entries(item).some(([name, value]) => known[name as keyof T] !== value)) sorted.changed.push(item)
    else sorted.unchanged.push(item)
  }
  return sorted
}

function report<T>(
  content: { unknown: readonly string[] },
  faults: readonly RowFault[],
  { added, changed, unchanged }: Sorted<T>,
  ref: (item: T) => string,
): ImportReport {
  return {
    added: added.length,
    changed: changed.length,
    unchanged: unchanged.length,
    faults: faults.toSorted((a, b) => a.line - b.line),
    unknownColumns: content.unknown,
    touched: [...added, ...changed].map(ref),
  }
}
