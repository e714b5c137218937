import { expect, test } from 'vitest'
import { LeapingClock } from '../support/leaping-clock.ts'
import { startCompany } from '../support/start-company.ts'

const HOUR = 3_600_000

/** A form goes out on the morning a week after somebody joined. */
const NEWCOMER = { id: 'E1', name: '王芳', joinedOn: '2026-03-03', account: 'U1' }
const OTHER = { id: 'E2', name: '李敏', joinedOn: '2020-01-01', account: 'U2' }

async function start(at: string) {
  const clock = new LeapingClock(Date.parse(at))
  const company = await startCompany({ clock, people: [NEWCOMER, OTHER] })
  const ask = async (path: string) => (await fetch(`${company.app.url}${path}`)).text()
  return { ...company, clock, ready: () => ask('/readyz'), metrics: () => ask('/metrics') }
}

test('two hours ahead: nothing is sent early, what was said waits, and it goes on when the clock is right', async () => {
  const { clock, platform, ready, metrics } = await start('2026-03-10T08:00:00+08:00')
  clock.leap(2 * HOUR)
  await platform.say('U2', '帮助')
  expect(await ready()).toContain('in doubt (leapt)')
  expect(await metrics()).toContain('hearback_clock_trusted 0')
  clock.leap(-2 * HOUR)
  await platform.received('U2', 1)
  expect(platform.postsFor('U1')).toEqual([])
  expect(await ready()).toBe('ready')
})

test('the new time is right: confirmed by the platform, it goes on, and everything comes once', async () => {
  const { clock, platform, ready, confirmTime } = await start('2026-03-10T08:00:00+08:00')
  clock.leap(2 * HOUR)
  expect(await ready()).toContain('in doubt')
  confirmTime()
  await platform.received('U1', 1)
  await platform.say('U2', '帮助')
  await platform.received('U2', 1)
  expect(platform.postsFor('U1')).toHaveLength(1)
})

test('two hours back: nothing comes a second time, and nothing is left behind', async () => {
  const { clock, platform, confirmTime } = await start('2026-03-10T10:00:00+08:00')
  await platform.received('U1', 1)
  clock.leap(-2 * HOUR)
  await platform.say('U2', '帮助')
  confirmTime()
  await platform.received('U2', 1)
  expect(platform.postsFor('U1')).toHaveLength(1)
})
