import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { ownCopy } from '../support/own-definitions.ts'
import { scratchFolder } from '../support/scratch.ts'
import { last, only, type SimulatorClient, withForm } from '../support/simulator-client.ts'
import { fileCase, speakUp } from '../support/speak-up-steps.ts'
import { startSimulator } from '../support/start-simulator.ts'

const AUTHOR = 'E010'
const COORDINATOR = 'E003'
const OUTSIDE = 'X001'
const SALES_LEAD = 'E004'

/** Who is told of a deadline until then, in order. */
async function toldUntil(client: SimulatorClient, iso: string): Promise<string[]> {
  const messages = await client.moveTo(iso)
  return messages
    .filter(({ text }) => /还没有答复|没有人答复|没有人接手|还没有。/.test(text))
    .map((message) => message.in)
}

/** On which of these days somebody is told of an answer that is owed. */
async function toldOn(client: SimulatorClient, days: readonly string[]): Promise<string[]> {
  const found: string[] = []
  for (const day of days) if ((await toldUntil(client, `${day}T12:00:00+08:00`)).length > 0) found.push(day)
  return found
}

/** A folder with the sample company, where this is something else. */
function ownCompany(from: string, to: string): string {
  const folder = scratchFolder()
  const sample = readFileSync(new URL('../../adapters/simulator/sample/company.yaml', import.meta.url), 'utf8')
  writeFileSync(join(folder, 'company.yaml'), sample.replace(from, to))
  return folder
}

describe('clocks of cases', () => {
  test('three days: the coordinator is reminded, then the outside person is told, after a restart, too', async () => {
    const first = await startSimulator()
    await speakUp(first.client, AUTHOR, { way: 'none', topic: 'unfair-treatment', text: '一件事' })
    expect(await toldUntil(first.client, '2026-03-12T12:00:00+08:00')).toEqual([`dm:${COORDINATOR}`])
    await first.stop()
    const { client } = await startSimulator({ home: first.home })
    expect(await toldUntil(client, '2026-03-13T23:00:00+08:00')).toEqual([])
    // Three days after Tuesday is Friday; Monday is the next working day.
    const missed = await toldUntil(client, '2026-03-16T12:00:00+08:00')
    expect(missed.sort()).toEqual([`dm:${COORDINATOR}`, `dm:${OUTSIDE}`])
    expect(await toldUntil(client, '2026-04-30T12:00:00+08:00')).toEqual([])
  })

  test('what a department misses is told to the coordinator', async () => {
    const { client } = await startSimulator()
    const { messages } = await speakUp(client, AUTHOR, { way: 'none', topic: 'unfair-treatment', text: '一件事' })
    const ticket = only(messages, `dm:${COORDINATOR}`)
    const form = withForm(await client.tap(COORDINATOR, ticket, '转给部门'))
    await client.submit(COORDINATOR, form, { department: 'sales' })
    expect(await toldUntil(client, '2026-03-12T12:00:00+08:00')).toEqual([`dm:${SALES_LEAD}`])
    const missed = await toldUntil(client, '2026-03-16T12:00:00+08:00')
    expect(missed.sort()).toEqual([`dm:${COORDINATOR}`, `dm:${SALES_LEAD}`])
  })

  test('a deadline before a holiday of a week: reminders on working days alone, the make-up day counts', async () => {
    // Tuesday, 22 September 2026: the 25th to the 27th and the 1st to the 7th of October are off.
    const { client } = await startSimulator({ start: Date.parse('2026-09-22T10:00:00+08:00') })
    await fileCase(client, AUTHOR, { way: 'none', text: '一件事' })
    const days = ['2026-09-30', '2026-10-05', '2026-10-09', '2026-10-10', '2026-10-13', '2026-10-14']
    // The 10th is a Saturday that is worked; the tenth working day is the 13th.
    expect(await toldOn(client, days)).toEqual(['2026-10-10', '2026-10-14'])
  })

  test('the EU directive: acknowledged in seven days, 80 % and 15 days before three months', async () => {
    const { folder, edit } = ownCopy('speak-up', 'speak-up.yaml')
    edit((yaml) => yaml.replace('    clock: ibm', '    clock: eu'))
    const { client } = await startSimulator({ programs: folder })
    const { ticket } = await fileCase(client, AUTHOR, { way: 'none', text: '一件事' })
    expect(ticket.text).toContain('接手截止：2026年3月17日')
    expect(ticket.text).toContain('答复截止：2026年6月10日')
    expect(await toldUntil(client, '2026-03-16T12:00:00+08:00')).toEqual(['channel:hr'])
    await client.tap('E002', ticket, '我来处理')
    expect(await toldUntil(client, '2026-03-30T12:00:00+08:00')).toEqual([])
    expect(
      await toldOn(client, ['2026-05-21', '2026-05-22', '2026-05-25', '2026-05-26', '2026-06-10', '2026-06-11']),
    ).toEqual(['2026-05-22', '2026-05-26', '2026-06-11'])
  })

  test('what is urgent pages whoever is on duty, on a Saturday night', async () => {
    // Saturday, 23:00: E003 is on duty.
    const { client } = await startSimulator({ start: Date.parse('2026-03-14T23:00:00+08:00') })
    const now = (await client.clock()).now
    expect(now.slice(0, 10)).toBe('2026-03-16')
    await client.moveTo('2026-03-21T23:00:00+08:00')
    const { messages } = await speakUp(client, AUTHOR, { way: 'none', topic: 'danger', text: '有人要跳楼' })
    expect(messages.map((message) => message.in).sort()).toEqual(['channel:hr', `dm:${COORDINATOR}`, `dm:${AUTHOR}`])
    const page = only(messages, `dm:${COORDINATOR}`)
    expect(page.card?.title).toContain('紧急')
    expect(page.text).not.toContain('跳楼')
    // Nobody takes it: the next day is a Sunday, and on Monday, before the day begins, somebody above is told.
    expect(await toldUntil(client, '2026-03-22T06:00:00+08:00')).toEqual(['channel:hr', 'channel:hr'])
    expect(await toldUntil(client, '2026-03-23T06:00:00+08:00')).toContain(`dm:${OUTSIDE}`)
  })

  test('with nobody on duty everybody who reads it is told, and not that they are on duty', async () => {
    const { client } = await startSimulator({ programs: ownCompany('tue: [E003], ', '') })
    const { messages } = await speakUp(client, AUTHOR, { way: 'none', topic: 'danger', text: '有人要跳楼' })
    for (const person of ['E002', COORDINATOR]) {
      const page = only(messages, `dm:${person}`)
      expect(page.text).toContain('请马上打开看')
      expect(page.text).not.toContain('值班')
    }
    // Wednesday: E002 is.
    await client.moveTo('2026-03-11T10:00:00+08:00')
    const next = await speakUp(client, 'E009', { way: 'none', topic: 'danger', text: '有人要跳楼' })
    expect(only(next.messages, 'dm:E002').text).toContain('您今天值班')
  })

  test('what the coordinator does not read stands in the weekly digest only once it is late', async () => {
    const { client } = await startSimulator({ programs: ownCompany('coordinator: [E003]', 'coordinator: [E005]') })
    await fileCase(client, AUTHOR, { way: 'none', text: '一件事' })
    const digests = async (iso: string) =>
      (await client.moveTo(iso))
        .filter(({ card }) => card?.title === '每周一览')
        .map(({ in: place, text }) => [place, text])
    expect(await digests('2026-03-16T12:00:00+08:00')).toEqual([])
    expect(await digests('2026-03-23T12:00:00+08:00')).toEqual([])
    expect(await digests('2026-03-30T12:00:00+08:00')).toEqual([['dm:E005', expect.stringContaining('1 件已过期')]])
  })

  test('who took what is urgent while on duty keeps it after midnight, and nothing else', async () => {
    const { client } = await startSimulator({ programs: ownCompany('sat: [E003]', 'sat: [E006]') })
    await client.moveTo('2026-03-21T22:00:00+08:00')
    const page = async (from: string) => {
      const { messages } = await speakUp(client, from, { way: 'none', topic: 'danger', text: '有人要跳楼' })
      return last(messages, 'dm:E006')
    }
    const taken = await page(AUTHOR)
    const left = await page('E009')
    await client.tap('E006', taken, '我来处理')
    await client.moveTo('2026-03-22T06:00:00+08:00')
    expect(last(await client.say('E006', '来信'), 'dm:E006').text).toContain('1')
    expect(withForm(await client.tap('E006', taken, '查看全文')).card?.form).toBeDefined()
    expect(last(await client.tap('E006', left, '查看全文'), 'dm:E006').text).toContain('不能查看')
  })

  test('once a week the coordinator sees what is open, and nothing of what is about them', async () => {
    const { client } = await startSimulator()
    await fileCase(client, AUTHOR, { way: 'none', text: '一件事' })
    const monday = await client.moveTo('2026-03-16T12:00:00+08:00')
    const digest = only(
      monday.filter(({ card }) => card?.title === '每周一览'),
      `dm:${COORDINATOR}`,
    )
    expect(digest.text).toContain('未结 1 件')
    const wednesday = await client.moveTo('2026-03-25T12:00:00+08:00')
    expect(wednesday.filter(({ card }) => card?.title === '每周一览')).toHaveLength(1)
    const later = await client.moveTo('2026-03-30T12:00:00+08:00')
    expect(only(later, `dm:${COORDINATOR}`).text).toContain('1 件已过期')
  })
})
