import BetterSqlite from 'better-sqlite3'
import { describe, expect, test } from 'vitest'
import { MESSAGE_CLASSES } from '#core'
import { simulatorDatabase } from '../../src/simulator-database.ts'
import { readDatabase } from '../support/read-database.ts'
import {
  field,
  last,
  only,
  Refusal,
  type SeenMessage,
  type SimulatorClient,
  withForm,
} from '../support/simulator-client.ts'
import { startSimulator } from '../support/start-simulator.ts'

const SALES = 'E006'

/** The first reminder the salesperson has at the start of the sample company: C002, grade B, visited 58 days ago. */
async function firstReminder(client: SimulatorClient): Promise<SeenMessage> {
  return only(await client.messages(`dm:${SALES}`), `dm:${SALES}`)
}

describe('follow-ups', () => {
  test('the reminder comes before the deadline, on a working day, outside quiet hours, and says what is known', async () => {
    const { client } = await startSimulator()
    const reminder = await firstReminder(client)
    // Visited on 11 January: two months later is 11 March, a Wednesday; the reminder is due three working days before.
    expect(reminder.card?.title).toBe('客户回访：青禾餐饮 · 打电话或上门拜访')
    expect(reminder.text).toContain('请在 2026年3月11日（周三） 前完成')
    expect(reminder.text).toContain('B 级客户')
    expect(reminder.card?.actions.map((action) => action.label)).toEqual(['已完成', '稍后提醒', '改日期', '不需要'])

    // Left on 14 February: within a month is 14 March, a Saturday, so Friday 13; five working days before that is past.
    const hr = [...(await client.messages('dm:E002')), ...(await client.messages('dm:E003'))]
    expect(hr.find((message) => message.text.includes('高翔'))?.text).toContain('2026年3月13日（周五）')

    // Whatever came since came on working days after the quiet hours.
    await client.moveTo('2026-03-31T12:00:00+08:00')
    const times = (await client.messages('dm:E006')).filter((m) => m.card?.actions.length).map((m) => new Date(m.at))
    for (const time of times.slice(1)) {
      const local = new Date(time.getTime() + 8 * 3_600_000)
      expect([1, 2, 3, 4, 5]).toContain(local.getUTCDay())
      expect(local.getUTCHours()).toBeGreaterThanOrEqual(9)
    }
  })

  test('done asks for the record at once; without it, it is not done; the next date follows from it', async () => {
    const { client, config } = await startSimulator()
    const reminder = await firstReminder(client)
    const sheet = withForm(await client.tap(SALES, reminder, '已完成'))
    expect(sheet.card?.form?.fields.map((one) => one.name)).toEqual(['how', 'mood', 'notes'])
    const refusal = (await client.submit(SALES, sheet, { notes: '还行' }).catch((error) => error)) as Refusal
    expect(Object.keys(refusal.fields)).toEqual(['how', 'mood'])
    expect(await readDatabase(config, (stores) => stores.occurrences.records('customer:C002'))).toEqual([])

    const done = await client.submit(SALES, sheet, { how: 'visit', mood: 'needs', notes: '想要新茶' })
    // Visited on 10 March: after a visit the next contact may take two months. 10 May is a Sunday, the Saturday before
    // it a make-up working day.
    expect(last(done, `dm:${SALES}`).text).toContain('2026年5月9日（周六）')
    const records = await readDatabase(config, (stores) => stores.occurrences.records('customer:C002'))
    expect(records).toMatchObject([
      { recordedBy: SALES, contactedOn: '2026-03-10', answers: { how: 'visit', notes: '想要新茶' } },
    ])
    const again = await client.tap(SALES, reminder, '已完成')
    expect(last(again, `dm:${SALES}`).text).toContain('已经完成')

    const next = (await client.moveTo('2026-05-07T12:00:00+08:00')).find((message) => message.text.includes('青禾餐饮'))
    expect(next?.text).toContain('上次记录（2026年3月10日（周二））：拜访；有新需求；想要新茶')
  })

  test('after a call the next contact is due in a month, not two', async () => {
    const { client } = await startSimulator()
    const sheet = withForm(await client.tap(SALES, await firstReminder(client), '已完成'))
    const done = await client.submit(SALES, sheet, { how: 'call', mood: 'happy' })
    expect(last(done, `dm:${SALES}`).text).toContain('2026年4月10日（周五）')
  })

  test('snooze comes again, move changes the deadline, not needed asks why', async () => {
    const { client, config } = await startSimulator()
    const reminder = await firstReminder(client)
    const ask = last(await client.tap(SALES, reminder, '稍后提醒'), `dm:${SALES}`)
    const snoozed = last(await client.tap(SALES, ask, '下一个工作日'), `dm:${SALES}`)
    expect(snoozed.text).toContain('2026年3月11日')
    const again = (await client.moveTo('2026-03-11T09:40:00+08:00')).filter((m) => m.text.includes('青禾餐饮'))
    expect(again.map((message) => message.in)).toEqual([`dm:${SALES}`])

    const moveSheet = withForm(await client.tap(SALES, last(again, `dm:${SALES}`), '改日期'))
    const bad = (await client.submit(SALES, moveSheet, { date: '2025-01-01' }).catch((error) => error)) as Refusal
    expect(bad.fields.date).toContain('2026-03-11')
    // A Sunday, in Chinese and full width: the Friday before counts.
    const moved = await client.submit(SALES, moveSheet, { date: '３月２２日' })
    expect(last(moved, `dm:${SALES}`).text).toContain('2026年3月20日（周五）')
    const reminded = (await client.moveTo('2026-03-17T12:00:00+08:00')).filter((m) => m.text.includes('青禾餐饮'))
    expect(reminded).toHaveLength(1)

    // Another customer is due as well, so this is a digest with the buttons of both.
    const digest = last(reminded, `dm:${SALES}`)
    const item = digest.card?.actions.find((one) => one.label === '不需要' && one.value.includes('C002'))
    if (!item) throw new Error('the digest has no such item')
    const why = withForm(await client.tapRaw(SALES, digest.id, item.actionId, item.value))
    await expect(client.submit(SALES, why, { reason: ' ' })).rejects.toThrow('原因')
    await client.submit(SALES, why, { reason: '已停业' })
    const [closed] = await readDatabase(config, (stores) =>
      stores.occurrences.of('customer-revisits/b', 'customer:C002'),
    )
    expect(closed).toMatchObject({ state: 'declined', reason: '已停业', closedBy: SALES })
  })

  test('a missed one goes to the superior, who can act on it; others cannot', async () => {
    const { client, config } = await startSimulator()
    const reminder = await firstReminder(client)
    const moved = await client.moveTo('2026-03-12T12:00:00+08:00')
    const told = moved.filter((message) => message.text.includes('青禾餐饮'))
    expect(told.map((message) => message.in)).toEqual(['dm:E004'])
    const escalation = only(told, 'dm:E004')
    expect(escalation.text).toContain('周涛 没有按时完成')
    expect(escalation.text).toContain('已过期')
    // Past its deadline it goes before what has time; the first reminder had.
    const file = new BetterSqlite(simulatorDatabase(config.database).slice('sqlite:'.length), { readonly: true })
    const found = file.prepare("select lane, class from outbox where subject like '%C002%' order by seq").all() as {
      lane: string
      class: number
    }[]
    expect(found.map((row) => [row.lane, MESSAGE_CLASSES[row.class]])).toEqual([
      [`person:${SALES}`, 'visit'],
      ['person:E004', 'deadline'],
    ])
    file.close()
    await expect(client.tap('E010', escalation, '已完成')).rejects.toThrow(Refusal)
    const value = reminder.card?.actions[0]?.value ?? ''
    const stranger = await client.tapRaw(
      'E010',
      (await client.say('E010', '帮助'))[0]?.id ?? '',
      'follow-up.done',
      value,
    )
    expect(last(stranger, 'dm:E010').text).toContain('不归您跟进')

    const sheet = withForm(await client.tapRaw('E004', escalation.id, 'follow-up.done', value))
    await client.submit('E004', sheet, { how: 'call', mood: 'complaint' })
    const late = await client.tap(SALES, reminder, '已完成')
    expect(last(late, `dm:${SALES}`).text).toContain('已经完成了。（刘强）')
    const [closed] = await readDatabase(config, (stores) =>
      stores.occurrences.of('customer-revisits/b', 'customer:C002'),
    )
    expect(closed).toMatchObject({ state: 'done', late: true, closedBy: 'E004' })
  })

  test('done pressed twice at once makes one record', async () => {
    const { client, config } = await startSimulator()
    const reminder = await firstReminder(client)
    const sheets = [
      withForm(await client.tap(SALES, reminder, '已完成')),
      withForm(await client.tap(SALES, reminder, '已完成')),
    ]
    await Promise.allSettled(sheets.map((sheet) => client.submit(SALES, sheet, { how: 'call', mood: 'happy' })))
    expect(await readDatabase(config, (stores) => stores.occurrences.records('customer:C002'))).toHaveLength(1)
  })

  test('only eligible leavers are called', async () => {
    const { config } = await startSimulator()
    const occurrences = await readDatabase(config, (stores) => stores.occurrences.all())
    const alumni = occurrences.filter((one) => one.cadence === 'alumni-calls')
    // L001 left 24 days ago: all four. L002 left 80 days ago: the first is past. L003 was dismissed.
    expect(alumni.map((one) => [one.subject, one.nominalOn])).toEqual([
      ['person:L001', '2026-03-14'],
      ['person:L001', '2026-05-14'],
      ['person:L001', '2026-08-14'],
      ['person:L001', '2027-02-14'],
      ['person:L002', '2026-03-20'],
      ['person:L002', '2026-06-20'],
      ['person:L002', '2026-12-20'],
    ])
    expect(alumni.filter((one) => one.provisional).map((one) => one.nominalOn)).toEqual(['2027-02-14'])
  })

  test('lists what is open, the earliest first, in the language of the person', async () => {
    const { client } = await startSimulator()
    const mine = last(await client.say('E007', 'My Follow-ups'), 'dm:E007')
    expect(mine.card?.title).toMatch(/^My follow-ups \(\d\)$/)
    expect(mine.text).toContain('Grade C customer')
    const dates = [...mine.text.matchAll(/by (\w+, \d+ \w+ \d+)/g)].map((match) => Date.parse(match[1] ?? ''))
    expect(dates).toEqual(dates.toSorted((a, b) => a - b))
    expect(last(await client.say('E010', '我的跟进'), 'dm:E010').text).toContain('没有要跟进的事')
  })

  test('13 months in one leap: one digest per person, marked late', async () => {
    const { client } = await startSimulator()
    const before = (await client.messages(`dm:${SALES}`)).at(-1)?.n ?? 0
    await client.advance('P13M')
    // That is a Saturday.
    await client.moveTo('2027-04-12T12:00:00+08:00')
    const digests = (await client.messages(`dm:${SALES}`, before)).filter((message) => message.card?.actions.length)
    expect(digests).toHaveLength(1)
    expect(digests[0]?.card?.title).toMatch(/有 \d+ 件事等您跟进/)
    expect(digests[0]?.text).toContain('这条提醒来晚了')
    expect(digests[0]?.text).toMatch(/此前有 \d+ 次没有做/)
  })

  test('13 months in one leap and in 400 steps: the same occurrences', { timeout: 120_000 }, async () => {
    const occurrencesAfter = async (move: (client: SimulatorClient) => Promise<void>) => {
      const { client, config, stop } = await startSimulator()
      await move(client)
      const all = await readDatabase(config, (stores) => stores.occurrences.all())
      await stop()
      return all.map((one) => [one.subject, one.cadence, one.nominalOn].join(' '))
    }
    const end = Date.parse('2027-04-10T12:00:00+08:00')
    const leap = await occurrencesAfter(async (client) => {
      await client.moveTo(new Date(end).toISOString())
    })
    const steps = await occurrencesAfter(async (client) => {
      const { now } = await client.clock()
      const step = (end - Date.parse(now)) / 400
      for (let n = 1; n <= 400; n++)
        await client.moveTo(new Date(Math.max(Date.parse(now) + step * n, 0)).toISOString())
    })
    expect(leap.length).toBeGreaterThan(50)
    expect(steps).toEqual(leap)
  })

  test('every occurrence that is over has one end and a reason', async () => {
    const { client, config } = await startSimulator()
    await client.advance('P13M')
    await client.advance('P1M')
    const all = await readDatabase(config, (stores) => stores.occurrences.all())
    const over = all.filter((one) => one.state !== 'open')
    expect(over.length).toBeGreaterThan(30)
    for (const one of over) {
      expect(['done', 'declined', 'missed', 'void']).toContain(one.state)
      expect(one.reason).toBeTruthy()
      expect(one.closedAt).not.toBeNull()
      expect(one.nextAt).toBeNull()
    }
    for (const one of all.filter((other) => other.state === 'open')) expect(one.nextAt).not.toBeNull()
  })

  test('the record form opens beside the digest item it belongs to', async () => {
    const { client } = await startSimulator()
    await client.advance('P1M')
    await client.next()
    const digest = (await client.messages(`dm:${SALES}`)).find((message) =>
      message.card?.title.includes('件事等您跟进'),
    )
    if (!digest) throw new Error('no digest')
    const done = digest.card?.actions.filter((action) => action.label === '已完成') ?? []
    expect(done.length).toBeGreaterThan(1)
    const second = done[1]
    if (!second) throw new Error('no second item')
    const sheet = withForm(await client.tapRaw(SALES, digest.id, second.actionId, second.value))
    expect(field(sheet, 'how').options).toHaveLength(2)
    const saved = await client.submit(SALES, sheet, { how: 'call', mood: 'happy' })
    expect(last(saved, `dm:${SALES}`).text).toContain('已记录')
  })
})
