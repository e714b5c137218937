import { fileURLToPath } from 'node:url'
import { PLATFORM, WORKSPACE } from '#adapters/simulator'
import type { Stores } from '#db'
import {
  addPeriod,
  chinaHolidays,
  dateAt,
  instantAt,
  isISODuration,
  type PersonAccount,
  type Row,
  WorkingCalendar,
} from '#domain'
import { type AccountsOf, importCustomers, importPeople } from './import/import-file.ts'

/** Where the sample company's files are. */
export const SAMPLE_FOLDER = fileURLToPath(new URL('../adapters/simulator/sample', import.meta.url))

const SEEDED = 'sample-company'

/** When the sample company's day begins: at once within working hours, else at ten on the next working day. */
export function sampleStart(realNow: number): number {
  const zone = 'Asia/Shanghai'
  const calendar = new WorkingCalendar(chinaHolidays())
  const today = dateAt(realNow, zone)
  const [opens, closes] = [instantAt(today, '09:30', zone), instantAt(today, '17:30', zone)]
  if (calendar.isWorkingDay(today) && realNow >= opens && realNow <= closes) return realNow
  const ahead = realNow < opens ? today : addPeriod(today, 'P1D')
  return instantAt(calendar.onOrAfter(ahead), '10:00', zone)
}

/** In the simulator everybody has an account under their own id. */
export const simulatorAccounts: AccountsOf = ({ person }): PersonAccount[] => [
  { platform: PLATFORM, workspace: WORKSPACE, userId: person.id, personId: person.id },
]

/** Fills an empty database with the sample company. Dates in its files are relative to its first day. */
export async function seedSampleCompany(
  stores: Stores,
  today: string,
  accountsOf: AccountsOf = simulatorAccounts,
): Promise<boolean> {
  if ((await stores.settings.get(SEEDED)) !== null) return false
  await stores.settings.set(SEEDED, today)
  const relative = <C extends string>({ rows }: { rows: readonly Row<C>[] }) => rows.map((row) => dated(row, today))
  await importPeople(stores, `${SAMPLE_FOLDER}/people.csv`, accountsOf, relative)
  await importCustomers(stores, `${SAMPLE_FOLDER}/customers.csv`, today, relative)
  return true
}

function dated<C extends string>({ line, cells }: Row<C>, today: string): Row<C> {
  const entries = Object.entries<string | undefined>(cells).map(([column, cell]) => [
    column,
    cell && isISODuration(cell) ? addPeriod(today, cell) : cell,
  ])
  return { line, cells: Object.fromEntries(entries) }
}
