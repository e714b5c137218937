import { expect, test } from 'vitest'
import { DAILY_CALL, ownFolder, roles } from '../support/faults/own-programs.ts'
import { startSimulator } from '../support/start-simulator.ts'

const HOUR = 3_600_000
const SALES = 'E006'

test.each([
  { night: 'an hour is skipped', sunday: '2026-03-08', to: '02:30', start: '2026-03-07T22:00:00-05:00' },
  { night: 'an hour comes twice', sunday: '2026-11-01', to: '01:30', start: '2026-10-31T22:00:00-04:00' },
])('X11: in the night in which $night, what is due at $to comes once', async ({ sunday, to, start }) => {
  const company = [
    'time_zone: America/New_York',
    'calendar: weekdays',
    `days_on: [${sunday}]`,
    `quiet_hours: { from: "19:00", to: "${to}" }`,
    roles({ sales_lead: ['E004'], store_manager: ['E005'] }),
  ].join('\n')
  const programs = ownFolder(company, { 'daily-call': DAILY_CALL })
  const began = Date.parse(start)
  // The sample company begins on a working day.
  const { client } = await startSimulator({ programs, start: began - 2 * 24 * HOUR })
  await client.moveTo(new Date(began).toISOString())
  // In steps shorter than the hour that is skipped or comes twice.
  for (let at = began + HOUR / 6; at < began + 14 * HOUR; at += HOUR / 6)
    await client.moveTo(new Date(at).toISOString())
  const reminded = (await client.messages(`dm:${SALES}`)).flatMap(({ card }) =>
    (card?.actions ?? []).flatMap(({ actionId, value }) =>
      actionId === 'follow-up.done' && value.includes('daily-call') && value.endsWith(sunday) ? [value] : [],
    ),
  )
  expect(reminded.length).toBeGreaterThan(0)
  expect(new Set(reminded).size).toBe(reminded.length)
})
