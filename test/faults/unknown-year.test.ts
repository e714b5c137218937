import { afterAll, describe, expect, test } from 'vitest'
import { WorkingCalendar } from '#domain'
import { systemRandom } from '#vault'
import { planImported } from '../../src/flows.ts'
import { ownPrograms } from '../support/faults/own-programs.ts'
import { openTestDatabase, stopPostgres } from '../support/open-test-database.ts'
import { startSimulator } from '../support/start-simulator.ts'

afterAll(stopPostgres)

const NOW = Date.parse('2026-12-10T10:00:00+08:00')

describe('the holidays of next year are not published', () => {
  test('X23: a reminder comes on a Monday-to-Friday guess, and says so', async () => {
    const { client } = await startSimulator()
    await client.moveTo('2027-02-01T12:00:00+08:00')
    await client.moveTo('2027-02-12T12:00:00+08:00')
    const hr = [...(await client.messages('dm:E002')), ...(await client.messages('dm:E003'))]
    const reminders = hr.filter(({ text }) => text.includes('高翔') && text.includes('2027年2月12日'))
    expect(reminders.length).toBeGreaterThan(0)
    expect(reminders[0]?.text).toContain('2027 年的节假日安排还没公布')
  })

  test.each(['sqlite', 'postgres'] as const)(
    'X23 on %s: when they are, the date is worked out anew and is a guess no more',
    async (kind) => {
      const database = await openTestDatabase(kind)
      await database.transaction((stores) => stores.customers.put([customer], '2026-12-12'))
      // A month after the last visit is Tuesday, 12 January 2027.
      const one = async () =>
        (await database.transaction((stores) => stores.occurrences.of('customer-revisits/e', 'customer:K1')))[0]

      await plan(database, table([], 2026))
      const guess = await one()
      expect(guess).toMatchObject({
        nominalOn: '2027-01-12',
        deadlineOn: '2027-01-12',
        provisional: true,
        state: 'open',
      })

      await plan(database, table(['2027-01-11', '2027-01-12'], 2027))
      const known = await one()
      expect(known).toMatchObject({
        id: guess?.id,
        nominalOn: '2027-01-12',
        deadlineOn: '2027-01-08',
        provisional: false,
      })
      expect(known?.nextAt).toBeLessThan(guess?.nextAt ?? 0)
      expect(await database.transaction((stores) => stores.occurrences.all())).toHaveLength(1)
    },
  )
})

const customer = {
  id: 'K1',
  name: '甲',
  type: '',
  grade: 'E',
  ownerId: null,
  lastVisitOn: '2026-12-12',
  visits: null,
  spend: null,
}

/** Holidays published up to a year. */
function table(off: readonly string[], last: number) {
  return { off: new Set(off), on: new Set<string>(), known: (year: number) => year <= last, version: `${last}` }
}

function plan(database: Awaited<ReturnType<typeof openTestDatabase>>, holidays: ReturnType<typeof table>) {
  const shipped = ownPrograms().current()
  const programs = { ...shipped, company: { ...shipped.company, calendar: new WorkingCalendar(holidays) } }
  const planNow = planImported(() => programs, systemRandom)
  return database.transaction((stores) => planNow(stores, ['customer:K1'], NOW))
}
