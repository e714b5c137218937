import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { systemRandom } from '#vault'
import { planImported } from '../../src/flows.ts'
import { importCustomers, importPeople } from '../../src/import/import-file.ts'
import { extent } from '../support/faults/extent.ts'
import { ownPrograms } from '../support/faults/own-programs.ts'
import { openTestDatabase, stopPostgres } from '../support/open-test-database.ts'
import { scratchFolder } from '../support/scratch.ts'
import { seededRandom } from '../support/seeded-random.ts'

afterAll(stopPostgres)

const ROWS = 60
const TODAY = '2026-03-10'
const NOW = Date.parse(`${TODAY}T10:00:00+08:00`)

const PEOPLE = Array.from({ length: ROWS }, (_, n) =>
  n % 3 === 0
    ? `S${n},销售${n},销售部,2024-0${(n % 9) + 1}-01,,,,`
    : `S${n},经理${n},研发部,2020-01-31,2026-02-1${n % 9},个人发展,主动离职,是`,
)
const CUSTOMERS = Array.from(
  { length: ROWS },
  (_, n) => `K${n},客户${n},${'ABCDE'[n % 5]},S${n - (n % 3)},2026-02-${10 + (n % 9)}`,
)

describe.each(['sqlite', 'postgres'] as const)('on %s', (kind) => {
  test('X20: the same files three times, their rows in any order: nothing new, nothing changed', async () => {
    const database = await openTestDatabase(kind)
    const random = seededRandom(extent.seed)
    const plan = planImported(ownPrograms().current, systemRandom)
    const take = () =>
      database.transaction(async (stores) => {
        const people = await importPeople(stores, csv(PEOPLE_HEADER, shuffled(PEOPLE, random)), () => [])
        const customers = await importCustomers(stores, csv(CUSTOMERS_HEADER, shuffled(CUSTOMERS, random)), TODAY)
        await plan(stores, [...people.touched, ...customers.touched], NOW)
        return [people, customers].map(({ added, changed, unchanged }) => ({ added, changed, unchanged }))
      })
    const planned = () => database.transaction((stores) => stores.occurrences.all())

    expect(await take()).toEqual(Array(2).fill({ added: ROWS, changed: 0, unchanged: 0 }))
    const first = await planned()
    expect(first.length).toBeGreaterThan(ROWS)
    for (let again = 0; again < 2; again++) {
      expect(await take(), `seed ${extent.seed}`).toEqual(Array(2).fill({ added: 0, changed: 0, unchanged: ROWS }))
      expect(await planned(), `seed ${extent.seed}`).toEqual(first)
    }
  })
})

const PEOPLE_HEADER = 'id,name,department,joined_on,left_on,left_reason,left_kind,key_person'
const CUSTOMERS_HEADER = 'id,name,grade,owner_id,last_visit_on'

function csv(header: string, rows: readonly string[]): string {
  const file = join(scratchFolder(), 'rows.csv')
  writeFileSync(file, `${[header, ...rows].join('\n')}\n`)
  return file
}

function shuffled(rows: readonly string[], random: () => number): string[] {
  return rows
    .map((row) => ({ row, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ row }) => row)
}
