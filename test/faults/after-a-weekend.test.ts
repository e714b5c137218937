import { expect, test } from 'vitest'
import { DAILY_CALL, ownFolder, roles } from '../support/faults/own-programs.ts'
import { readDatabase } from '../support/read-database.ts'
import { scratchFolder } from '../support/scratch.ts'
import { startSimulator } from '../support/start-simulator.ts'

const START = Date.parse('2026-03-10T10:00:00+08:00')
/** Friday 18:00 to Monday 09:40, when the messages of the morning are out. */
const AWAY_MS = (63 * 60 + 40) * 60_000

const SALES = ['E006', 'E007']

test('X18: away from Friday evening to Monday morning: one message for each person, and a reason for whatever was missed', async () => {
  const home = scratchFolder()
  // A company that works at weekends, with a contact due every day.
  const company = `days_on: [2026-03-14, 2026-03-15]\n${roles({ sales_lead: ['E004'], store_manager: ['E005'], hr: ['E002'] })}`
  const programs = ownFolder(company, { 'daily-call': DAILY_CALL })
  const friday = await startSimulator({ home, programs, start: START })
  await friday.client.moveTo('2026-03-13T18:00:00+08:00')
  const before = new Map<string, number>()
  for (const person of SALES) before.set(person, (await friday.client.messages(`dm:${person}`)).at(-1)?.n ?? 0)
  await friday.stop()

  const monday = await startSimulator({ home, programs, start: START + AWAY_MS })
  for (const person of SALES) {
    const since = await monday.client.messages(`dm:${person}`, before.get(person))
    expect(since).toHaveLength(1)
    expect(since[0]?.card?.title).toMatch(/有 \d+ 件事等您跟进|\d+ things to follow up/)
  }
  const all = await readDatabase(monday.config, (stores) => stores.occurrences.all())
  const closed = all.filter(({ state }) => state !== 'open')
  expect(closed.filter(({ state }) => state === 'missed').length).toBeGreaterThan(0)
  for (const one of closed) expect(one.reason, one.key).toBeTruthy()
  // Nothing that was due in between is still waiting for its turn.
  const now = Date.parse((await monday.client.clock()).now)
  for (const one of all.filter(({ state }) => state === 'open')) expect(one.nextAt, one.key).toBeGreaterThan(now)
})
