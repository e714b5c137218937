import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import BetterSqlite from 'better-sqlite3'
import { describe, expect, test } from 'vitest'
import type { Log } from '#core'
import { simulatorDatabase } from '../../src/simulator-database.ts'
import { field, only, type SimulatorClient, withForm } from '../support/simulator-client.ts'
import { filing, receiptForm, receiptWords } from '../support/speak-up-steps.ts'
import { startSimulator } from '../support/start-simulator.ts'
import { windowedCompany } from '../support/windowed-company.ts'

const AUTHOR = 'E010'
const HR = 'E003'

/** The day begins at 10:00 on Tuesday, 10 March 2026. */
async function start() {
  return startSimulator({ programs: windowedCompany() })
}

async function send(client: SimulatorClient, from: string, values: { way: 'tell' | 'none'; text: string }) {
  const form = withForm(await client.say(from, '有话直说'))
  const said = await client.submit(from, form, filing(form, { topic: 'suggestion', ...values }))
  return { words: receiptWords(form), said: only(said, `dm:${from}`).text }
}

async function open(client: SimulatorClient, from: string, words: readonly string[]) {
  return withForm(await client.submit(from, await receiptForm(client, from), { receipt: words.join('') }))
}

/** Everything the tables of the box hold, but for what changes with every sealing. */
function tables(home: { database: string }) {
  const database = new BetterSqlite(simulatorDatabase(home.database).slice('sqlite:'.length), { readonly: true })
  const rows = (sql: string) => database.prepare(sql).all() as Record<string, unknown>[]
  const [bag] = rows('select length(sealed) as size, length(mark) as mark from waiting_bag')
  const names = ['case_file', 'case_entry', 'case_lookup', 'case_address', 'form_mark', 'outbox']
  const counts = Object.fromEntries(names.map((name) => [name, rows(`select * from ${name}`).length]))
  database.close()
  return { bag, counts }
}

/** The day on which the only case is to be sealed. */
function sealDayIn(home: { database: string }): string {
  const database = new BetterSqlite(simulatorDatabase(home.database).slice('sqlite:'.length), { readonly: true })
  const day = database.prepare('select seal_on from case_file').pluck().get() as string
  database.close()
  return day
}

describe('release windows', () => {
  test('what is filed waits for the window, of a size that tells nothing; its receipt works before', async () => {
    const { client, config } = await start()
    const before = tables(config)
    const first = await send(client, AUTHOR, { way: 'none', text: '第一封' })
    expect(first.said).toContain('2026年3月10日（周二） 14:00')
    const second = await send(client, 'E011', { way: 'tell', text: '第二封' })
    expect(await client.messages('channel:hr')).toEqual([])
    expect(tables(config)).toEqual(before)

    const waiting = await open(client, AUTHOR, first.words)
    expect(field(waiting, 'entry_1').label).toContain('第一封')
    expect(field(waiting, 'entry_1').label).toContain('14:00')
    expect(waiting.card?.form?.fields.map(({ name }) => name)).toEqual(['entry_1'])

    const released = await client.moveTo('2026-03-10T14:00:00+08:00')
    const tickets = released.filter((message) => message.in === 'channel:hr')
    expect(tickets).toHaveLength(2)
    expect(['第一封', '第二封'].every((text) => tickets.some((ticket) => ticket.text.includes(text)))).toBe(true)
    expect(tables(config).bag).toEqual(before.bag)
    // The first and the second day of ten working days.
    expect(tickets.every(({ text }) => text.includes('2026年3月24日'))).toBe(true)
    expect(field(await open(client, 'E011', second.words), 'entry_1').label).toContain('第二封')
    await client.advance('P3D')
    expect((await client.messages('channel:hr')).filter(({ text }) => text.includes('第一封'))).toHaveLength(1)
  })

  test('answers and replies cross at windows, and the nudge with them', async () => {
    const { client } = await start()
    const { words } = await send(client, AUTHOR, { way: 'tell', text: '食堂太吵' })
    const ticket = only(await client.moveTo('2026-03-10T14:00:00+08:00'), 'channel:hr')
    const answered = await client.sayIn(HR, 'channel:hr', '我们换吸音板。', ticket.id)
    expect(answered.filter((message) => message.in === `dm:${AUTHOR}`)).toEqual([])
    const early = await open(client, AUTHOR, words)
    expect(JSON.stringify(early)).not.toContain('吸音板')

    await client.submit(AUTHOR, early, { reply: '还有椅子声。' })
    expect(field(await open(client, AUTHOR, words), 'entry_2').label).toContain('17:00')
    expect(JSON.stringify(await client.messages('channel:hr'))).not.toContain('椅子声')

    const crossed = await client.moveTo('2026-03-10T17:00:00+08:00')
    expect(only(crossed, `dm:${AUTHOR}`).text).toContain('回音')
    expect(crossed.some((message) => message.in === 'channel:hr' && message.text.includes('椅子声'))).toBe(true)
    const thread = await open(client, AUTHOR, words)
    expect(JSON.stringify(thread)).toContain('吸音板')
    expect(JSON.stringify(thread)).not.toContain('17:00')
  })

  test('a closing crosses as well; until then the author sees an open case and may still write', async () => {
    const { client } = await start()
    const { words } = await send(client, AUTHOR, { way: 'tell', text: '灯坏了' })
    const ticket = only(await client.moveTo('2026-03-10T14:00:00+08:00'), 'channel:hr')
    const close = withForm(await client.tap(HR, ticket, '结案'))
    await client.submit(HR, close, { text: '修好了。' })
    expect((await open(client, AUTHOR, words)).card?.form?.fields.map(({ name }) => name)).toContain('reply')
    const crossed = await client.moveTo('2026-03-10T17:00:00+08:00')
    expect(only(crossed, `dm:${AUTHOR}`).text).toContain('回音')
    expect((await open(client, AUTHOR, words)).card?.form?.fields.map(({ name }) => name)).toContain('closed')
  })

  test('the decision about an appeal is told as well: the address stays until it has crossed', async () => {
    const { client } = await start()
    const { words } = await send(client, AUTHOR, { way: 'tell', text: '想换座位' })
    const ticket = only(await client.moveTo('2026-03-10T14:00:00+08:00'), 'channel:hr')
    await client.sayIn(HR, 'channel:hr', '不行。', ticket.id)
    await client.moveTo('2026-03-10T17:00:00+08:00')
    await client.submit(AUTHOR, await open(client, AUTHOR, words), { wish: 'appeal', reply: '没有说明理由。' })
    const appeal = only(await client.moveTo('2026-03-11T10:00:00+08:00'), 'dm:E002')
    const decide = withForm(await client.tap('E002', appeal, '结案'))
    await client.submit('E002', decide, { text: '可以换。', outcome: 'done' })
    expect(only(await client.moveTo('2026-03-11T14:00:00+08:00'), `dm:${AUTHOR}`).text).toContain('回音')
    expect(JSON.stringify(await open(client, AUTHOR, words))).toContain('可以换。')
  })

  test('a case is not sealed while a reply to it waits', async () => {
    const { client, config } = await start()
    const { words } = await send(client, AUTHOR, { way: 'none', text: '灯坏了' })
    const ticket = only(await client.moveTo('2026-03-10T14:00:00+08:00'), 'channel:hr')
    await client.submit(HR, withForm(await client.tap(HR, ticket, '结案')), { text: '修好了。' })
    await client.moveTo('2026-03-11T10:00:00+08:00')
    const sealOn = sealDayIn(config)
    await client.moveTo(new Date(Date.parse(`${sealOn}T18:00:00+08:00`) - 86_400_000).toISOString())
    await client.submit(AUTHOR, await open(client, AUTHOR, words), { again: '又坏了。', wish: 'reopen' })
    // Its day has begun, and no window has come.
    await client.moveTo(`${sealOn}T09:00:00+08:00`)
    const later = await client.moveTo(new Date(Date.parse(`${sealOn}T12:00:00+08:00`) + 3 * 86_400_000).toISOString())
    expect(later.some((message) => message.in === 'channel:hr' && message.text.includes('又坏了。'))).toBe(true)
    expect(JSON.stringify(await open(client, AUTHOR, words))).toContain('又坏了。')
  })

  test('danger to life waits for nothing, after a warning that the time will show', async () => {
    const { client } = await start()
    const form = withForm(await client.say(AUTHOR, '有话直说'))
    expect(field(form, 'crossing').label).toContain('10:00、14:00、17:00')
    expect(field(form, 'crossing').label).toContain('“有人有生命危险”会立刻交出去')
    const values = filing(form, { way: 'tell', topic: 'danger', text: '三号仓库漏气' })
    const ticket = only(
      (await client.submit(AUTHOR, form, values)).filter(({ in: place }) => place !== `dm:${AUTHOR}`),
      'channel:hr',
    )
    expect(
      only(
        (await client.sayIn(HR, 'channel:hr', '已经派人。', ticket.id)).filter(
          ({ in: place }) => place !== 'channel:hr',
        ),
        `dm:${AUTHOR}`,
      ).text,
    ).toContain('回音')
  })

  test('a form sent twice waits once', async () => {
    const { client } = await start()
    const form = withForm(await client.say(AUTHOR, '有话直说'))
    const values = filing(form, { way: 'none', topic: 'suggestion', text: '只此一次' })
    const outcomes = await Promise.allSettled([1, 2, 3].map(() => client.submit(AUTHOR, form, values)))
    expect(outcomes.some((outcome) => outcome.status === 'fulfilled')).toBe(true)
    await client.moveTo('2026-03-10T14:00:00+08:00')
    await client.submit(AUTHOR, form, values).catch(() => null)
    await client.moveTo('2026-03-11T14:00:00+08:00')
    const tickets = (await client.messages('channel:hr')).filter(({ text }) => text.includes('只此一次'))
    expect(tickets).toHaveLength(1)
  })

  test('a weekend is no window: what is written on Friday evening crosses on Monday, and is of Monday', async () => {
    const { client } = await start()
    await client.moveTo('2026-03-13T18:00:00+08:00')
    const { said } = await send(client, AUTHOR, { way: 'none', text: '周五晚上' })
    expect(said).toContain('2026年3月16日（周一） 10:00')
    expect(
      (await client.moveTo('2026-03-15T23:00:00+08:00')).filter(({ in: place }) => place === 'channel:hr'),
    ).toEqual([])
    const ticket = only(await client.moveTo('2026-03-16T10:00:00+08:00'), 'channel:hr')
    expect(ticket.text).toContain('2026年3月30日')
  })

  test('what overflows the bag takes twice the room, and nothing is lost', async () => {
    const { client, config } = await start()
    const before = tables(config)
    const senders = (await client.people()).map(({ id }) => id)
    for (let n = 0; n < 20; n++)
      await send(client, senders[n % senders.length] ?? AUTHOR, { way: 'none', text: `第${n}封${'长'.repeat(4900)}` })
    const size = Number(before.bag?.size)
    expect(Number(tables(config).bag?.size) / size).toBeCloseTo(2, 1)
    const released = await client.moveTo('2026-03-10T14:00:00+08:00')
    expect(released.filter((message) => message.in === 'channel:hr')).toHaveLength(20)
    expect(tables(config).bag).toEqual(before.bag)
  })

  test('what waits and does not open any more is replaced, and said once in the log', async () => {
    const programs = windowedCompany()
    const { client, stop, home } = await startSimulator({ programs })
    const gone = await send(client, AUTHOR, { way: 'none', text: '打不开的' })
    await stop()
    rmSync(join(`${home}-keys`, 'weeks-simulator'), { recursive: true })
    const errors: unknown[] = []
    const log: Log = { debug() {}, info() {}, warn() {}, error: (...line) => errors.push(line) }
    const again = await startSimulator({ home, programs, log })
    for (let time = 0; time < 2; time++) {
      await expect(open(again.client, AUTHOR, gone.words)).rejects.toThrow('没有找到')
    }
    const { words } = await send(again.client, 'E011', { way: 'none', text: '后来的' })
    expect(field(await open(again.client, 'E011', words), 'entry_1').label).toContain('后来的')
    const ticket = only(await again.client.moveTo('2026-03-10T14:00:00+08:00'), 'channel:hr')
    expect(ticket.text).toContain('后来的')
    expect(errors).toEqual([['bag.lost', { code: 'BAG_DOES_NOT_OPEN' }]])
  })

  test('a case whose key is lost has no readers, and takes nothing from the others', async () => {
    const programs = windowedCompany()
    const { client, stop, home } = await startSimulator({ programs })
    const lost = await send(client, AUTHOR, { way: 'none', text: '丢了的' })
    await client.moveTo('2026-03-10T14:00:00+08:00')
    const shares = join(`${home}-keys`, 'shares')
    const [share = ''] = readdirSync(shares)
    const stays = await send(client, 'E011', { way: 'none', text: '还在的' })
    await client.moveTo('2026-03-10T17:00:00+08:00')
    for (const [from, { words }] of [
      [AUTHOR, lost],
      ['E011', stays],
    ] as const)
      await client.submit(from, await open(client, from, words), { reply: '补充。' })
    await stop()
    rmSync(join(shares, share))
    const again = await startSimulator({ home, programs })
    const list = () => again.client.say(HR, '来信').then((said) => only(said, `dm:${HR}`))
    expect(
      (await list()).card?.actions.filter(({ label }) => label.startsWith('查看') || label === '打开'),
    ).toHaveLength(1)
    const crossed = await again.client.moveTo('2026-03-11T10:00:00+08:00')
    expect(crossed.filter(({ in: place, text }) => place === 'channel:hr' && text.includes('补充'))).toHaveLength(1)
    await again.client.advance('P40D')
    await again.client.moveTo('2026-05-02T12:00:00+08:00')
    expect(JSON.stringify(await list())).toContain('建议')
  })

  test('when the windows are given up, what waits crosses at once', async () => {
    const programs = windowedCompany()
    const { client, stop, home } = await startSimulator({ programs })
    await send(client, AUTHOR, { way: 'none', text: '等着的' })
    await stop()
    const again = await startSimulator({ home, programs: windowedCompany((yaml) => `${yaml}\nrelease: immediate\n`) })
    expect((await again.client.messages('channel:hr')).map(({ text }) => text.includes('等着的'))).toEqual([true])
  })
})
