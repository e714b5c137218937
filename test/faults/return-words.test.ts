import { expect, test } from 'vitest'
import { chinaHolidays, WorkingCalendar, windowAfter } from '#domain'
import { scratchFolder } from '../support/scratch.ts'
import { last } from '../support/simulator-client.ts'
import { startProcess } from '../support/start-process.ts'
import { windowedCompany } from '../support/windowed-company.ts'

const KILLS = 5
const COMPANY = { timeZone: 'Asia/Shanghai', calendar: new WorkingCalendar(chinaHolidays(), { off: [], on: [] }) }

test('killed at its hours again and again, the board is posted once for each, and is what the menu shows', {
  timeout: 120_000,
}, async () => {
  const env = { HEARBACK_HOME: scratchFolder(), HEARBACK_PROGRAMS: windowedCompany(), HEARBACK_LOG_LEVEL: 'silent' }
  const hearback = await startProcess(env)
  const posts = async () =>
    (await hearback.client.messages('channel:announce')).filter(({ text }) => text.includes('回音词'))
  const listIn = (text: string) => /(?:\p{Script=Han}{2}、){11}\p{Script=Han}{2}/u.exec(text)?.[0]
  await hearback.client.say('E010', '菜单')

  for (let n = 0; n < KILLS; n++) {
    const hour = windowAfter(Date.parse((await hearback.client.clock()).now), ['10:00', '14:00', '17:00'], COMPANY)
    const timer = setTimeout(() => hearback.kill(), n * 10)
    await hearback.client.moveTo(new Date(hour).toISOString()).catch(() => null)
    clearTimeout(timer)
    await hearback.end('SIGKILL')
    await hearback.start()
    const { now } = await hearback.client.clock()
    await hearback.client.moveTo(new Date(Math.max(hour, Date.parse(now)) + 1000).toISOString())
    expect(await posts()).toHaveLength(n + 1)
    const shown = listIn(last(await hearback.client.say('E011', '菜单'), 'dm:E011').text)
    expect(listIn((await posts()).at(-1)?.text ?? '')).toBe(shown)
  }
})
