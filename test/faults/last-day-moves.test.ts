import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openDatabase } from '#db'
import { systemRandom } from '#vault'
import { planImported, SHIPPED_DEFINITIONS } from '../../src/flows.ts'
import { importPeople } from '../../src/import/import-file.ts'
import { ProgramsHolder } from '../../src/programs-holder.ts'
import { SAMPLE_FOLDER } from '../../src/sample-company.ts'
import { simulatorDatabase } from '../../src/simulator-database.ts'
import { readDatabase } from '../support/read-database.ts'
import { scratchFolder } from '../support/scratch.ts'
import { startSimulator } from '../support/start-simulator.ts'

type Simulator = Awaited<ReturnType<typeof startSimulator>>

const LEAVER = 'person:X1'

test('X22: the last day moves from the 30th to the 15th: the old dates are off, the new ones planned, none asked for twice', async () => {
  const simulator = await startSimulator()
  const { client, config } = simulator
  const occurrences = () => readDatabase(config, (stores) => stores.occurrences.of('alumni-calls', LEAVER))
  const dates = async (state: string) =>
    (await occurrences()).filter((one) => one.state === state).map((one) => one.nominalOn)

  await leaves(simulator, '2026-03-30')
  await client.moveTo('2026-03-11T12:00:00+08:00')
  expect(await dates('open')).toEqual(['2026-04-30', '2026-06-30', '2026-09-30', '2027-03-30'])

  await leaves(simulator, '2026-03-15')
  expect(await dates('void')).toEqual(['2026-04-30', '2026-06-30', '2026-09-30', '2027-03-30'])
  expect(await dates('open')).toEqual(['2026-04-15', '2026-06-15', '2026-09-15', '2027-03-15'])
  for (const one of await occurrences()) if (one.state === 'void') expect(one.reason).toBe('anchor-changed')

  // Whoever is in charge is asked once for each date, and for none of the old ones.
  for (const day of ['2026-04-14', '2026-06-12', '2026-06-17']) await client.moveTo(`${day}T12:00:00+08:00`)
  const asked: string[] = []
  for (const { id } of await client.people()) {
    for (const { card } of await client.messages(`dm:${id}`)) {
      for (const { actionId, value } of card?.actions ?? []) {
        if (actionId === 'follow-up.done' && value.startsWith(LEAVER)) asked.push(`${value.split('@').at(-1)} ${id}`)
      }
    }
  }
  expect(new Set(asked).size).toBe(asked.length)
  expect(new Set(asked.map((one) => one.split(' ')[0]))).toEqual(new Set(['2026-04-15', '2026-06-15']))
})

/** Imports it as the verb does, by the time of the company. */
async function leaves({ client, config }: Pick<Simulator, 'client' | 'config'>, day: string): Promise<void> {
  const file = join(scratchFolder(), 'people.csv')
  const header = 'id,name,department,manager_id,joined_on,left_on,left_reason,left_kind,key_person'
  writeFileSync(file, `${header}\nX1,方圆,研发部,E008,2020-05-01,${day},个人发展,主动离职,是\n`)
  const now = Date.parse((await client.clock()).now)
  const database = openDatabase(simulatorDatabase(config.database))
  const { current } = new ProgramsHolder([...SHIPPED_DEFINITIONS, SAMPLE_FOLDER], 'en')
  await database.transaction(async (stores) => {
    const { touched } = await importPeople(stores, file, () => [])
    await planImported(current, systemRandom)(stores, touched, now)
  })
  await database.close()
}
