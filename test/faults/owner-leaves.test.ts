import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setImmediate as breathe } from 'node:timers/promises'
import { afterAll, describe, expect, test } from 'vitest'
import { extent } from '../support/faults/extent.ts'
import { FaultSetup } from '../support/faults/fault-setup.ts'
import { ownFolder, roles } from '../support/faults/own-programs.ts'
import { stopPostgres } from '../support/open-test-database.ts'
import { runVerb } from '../support/run-verb.ts'
import { scratchFolder } from '../support/scratch.ts'
import { PLATFORM_ENV } from '../support/start-company.ts'

afterAll(stopPostgres)

const OPEN = extent.open
const DUE = 20

describe.each(['sqlite', 'postgres'] as const)('on %s', (database) => {
  test('X19: somebody with many open reminders leaves: all pass on at once, none is left over, nothing goes to them', {
    timeout: extent.timeoutMs,
  }, async () => {
    const env = { HEARBACK_PROGRAMS: ownFolder(roles({ sales_lead: ['P1'] })) }
    const setup = await FaultSetup.open({ database, driver: 'local', env })
    await setup.addPeople(2)
    await setup.addCustomers(OPEN, () => 'P0', '2026-03-01')
    await setup.plan(OPEN, env.HEARBACK_PROGRAMS)
    const mine = (person: string) => setup.stores(async ({ occurrences }) => (await occurrences.openOf(person)).length)
    expect(await mine('P0')).toBe(OPEN)

    let over = false
    const importing = importLeaver(setup, env).finally(() => {
      over = true
    })
    const seen = new Set<number>()
    while (!over) {
      seen.add(await mine('P0'))
      await breathe()
    }
    expect(await importing).toBe(0)
    expect([...seen].filter((count) => count !== OPEN && count !== 0)).toEqual([])
    expect(await mine('P0')).toBe(0)
    expect(await mine('P1')).toBe(OPEN)
    const open = (await setup.stores(({ occurrences }) => occurrences.all())).filter(({ state }) => state === 'open')
    expect(open).toHaveLength(OPEN)
    expect(open.every(({ ownerId, nextFor }) => ownerId === 'P1' && nextFor === 'P1')).toBe(true)

    // Some of them fall due.
    await setup.stores(async ({ occurrences }) => {
      for (const one of open.slice(0, DUE)) await occurrences.change({ ...one, nextAt: setup.now() })
    })
    await setup.workers(1)
    await setup.platform.delivered(1)
    await setup.drained()
    expect(setup.platform.deliveries.map(({ to }) => to)).toEqual(['P1'])
  })
})

async function importLeaver(setup: FaultSetup, env: Readonly<Record<string, string>>): Promise<number | null> {
  const file = join(scratchFolder(), 'people.csv')
  writeFileSync(file, 'id,name,department,left_on\nP0,Person 0,Sales,2020-06-30\n')
  const home = scratchFolder()
  const result = await runVerb(['import', 'people', file], {
    ...PLATFORM_ENV,
    ...env,
    HEARBACK_HOME: home,
    HEARBACK_KEYS: `${home}/keys`,
    DATABASE_URL: setup.url,
  })
  if (result.code !== 0) process.stderr.write(result.out + result.err)
  return result.code
}
