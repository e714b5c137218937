import { afterAll, describe, expect, test } from 'vitest'
import { emptyDatabaseUrl, stopPostgres } from '../support/open-test-database.ts'
import { readDatabase } from '../support/read-database.ts'
import { last, only, type SeenMessage, type SimulatorClient, withForm } from '../support/simulator-client.ts'
import { startSimulator } from '../support/start-simulator.ts'

afterAll(stopPostgres)

const SALES = 'E006'
const LEAD = 'E004'
const RECORD = { how: 'call', mood: 'happy' }

describe.each(['sqlite', 'postgres'] as const)('X21 on %s: done', (kind) => {
  const start = async () => {
    const env = { DATABASE_URL: await emptyDatabaseUrl(kind) }
    const simulator = await startSimulator({ env: kind === 'sqlite' ? {} : env })
    const reminder = only(await simulator.client.messages(`dm:${SALES}`), `dm:${SALES}`)
    const records = () => readDatabase(simulator.config, (stores) => stores.occurrences.records('customer:C002'))
    return { ...simulator, reminder, records }
  }
  const open = async (client: SimulatorClient, person: string, reminder: SeenMessage) => {
    const action = reminder.card?.actions.find(({ actionId }) => actionId === 'follow-up.done')
    return withForm(await client.tapRaw(person, reminder.id, 'follow-up.done', action?.value ?? ''))
  }

  test('pressed twice at once makes one record', async () => {
    const { client, reminder, records } = await start()
    const sheets = [await open(client, SALES, reminder), await open(client, SALES, reminder)]
    await Promise.all(sheets.map((sheet) => client.submit(SALES, sheet, RECORD)))
    expect(await records()).toHaveLength(1)
    const said = (await client.messages(`dm:${SALES}`)).map(({ text }) => text)
    expect(said.filter((text) => text.includes('已记录'))).toHaveLength(1)
    expect(said.filter((text) => text.includes('已经完成'))).toHaveLength(1)
  })

  test('by two people at once makes one record, and the other is told', async () => {
    const { client, reminder, records } = await start()
    await client.moveTo('2026-03-12T12:00:00+08:00')
    const escalation = last(await client.messages(`dm:${LEAD}`), `dm:${LEAD}`)
    expect(escalation.text).toContain('青禾餐饮')
    const theirs = [
      { person: SALES, sheet: await open(client, SALES, reminder) },
      { person: LEAD, sheet: await open(client, LEAD, escalation) },
    ]
    await Promise.all(theirs.map(({ person, sheet }) => client.submit(person, sheet, RECORD)))
    expect(await records()).toHaveLength(1)
    const ends = await Promise.all(
      theirs.map(async ({ person }) => last(await client.messages(`dm:${person}`), `dm:${person}`).text),
    )
    expect(ends.filter((text) => text.includes('已经完成'))).toHaveLength(1)
  })

  test('after it was put off makes one record; whatever is pressed later says that it is done', async () => {
    const { client, reminder, records } = await start()
    const sheet = await open(client, SALES, reminder)
    const ask = last(await client.tap(SALES, reminder, '稍后提醒'), `dm:${SALES}`)
    await client.tap(SALES, ask, '下一个工作日')
    await client.submit(SALES, sheet, RECORD)
    expect(await records()).toHaveLength(1)
    expect(last(await client.tap(SALES, ask, '下一个工作日'), `dm:${SALES}`).text).toContain('已经完成')
    await client.moveTo('2026-03-20T12:00:00+08:00')
    const later = (await client.messages(`dm:${SALES}`)).filter(({ card }) => card?.title.includes('青禾餐饮'))
    expect(later).toHaveLength(1)
  })
})
