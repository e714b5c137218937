import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import BetterSqlite from 'better-sqlite3'
import { expect, test } from 'vitest'
import { simulatorDatabase } from '../../src/simulator-database.ts'
import { runVerb } from '../support/run-verb.ts'
import { scratchFolder } from '../support/scratch.ts'
import { field, last, only, Refusal, type SimulatorClient, withForm } from '../support/simulator-client.ts'
import { current, fileCase, more, openThread } from '../support/speak-up-steps.ts'
import { startSimulator } from '../support/start-simulator.ts'

const AUTHOR = 'E010'
const HR = 'E003'

async function close(client: SimulatorClient, ticket: Awaited<ReturnType<typeof fileCase>>['ticket'], text: string) {
  const closing = withForm(await client.tap(HR, ticket, '结案'))
  await client.submit(HR, closing, { text })
}

test('a closed case is sealed after its time: nothing opens it, a restored backup neither; the others stay', async () => {
  const folder = scratchFolder()
  const home = join(folder, 'data')
  const keys = `${home}-keys`
  const first = await startSimulator({ home })
  const { client } = first
  const gone = await fileCase(client, AUTHOR, { way: 'tell', text: '要封存的事' })
  const stays = await fileCase(client, AUTHOR, { way: 'none', text: '还开着的事' })
  await client.sayIn(HR, 'channel:hr', '知道了。', gone.ticket.id)
  await first.stop()
  const copy = join(folder, 'copy')
  expect((await runVerb(['backup', copy], { HEARBACK_HOME: home })).code).toBe(0)

  const second = await startSimulator({ home })
  await close(second.client, gone.ticket, '已处理。')
  await second.client.advance('P80D')
  await openThread(second.client, AUTHOR, gone.words)
  // 90 days, and up to a week more.
  await second.client.advance('P30D')
  await expect(openThread(second.client, AUTHOR, gone.words)).rejects.toThrow(Refusal)
  await openThread(second.client, AUTHOR, stays.words)
  await second.stop()
  const database = new BetterSqlite(simulatorDatabase(second.config.database).slice('sqlite:'.length))
  const count = (table: string) => database.prepare(`select count(*) n from ${table}`).pluck().get()
  expect(['case_file', 'case_entry', 'case_lookup', 'case_address', 'case_destruction'].map(count)).toEqual([
    1, 1, 1, 0, 0,
  ])
  database.close()
  const shares = readdirSync(join(keys, 'shares')).map((name) => statSync(join(keys, 'shares', name)).size)
  expect(shares.sort((a, b) => a - b)).toEqual([0, 0, 32])

  expect((await runVerb(['restore', copy], { HEARBACK_HOME: home })).code).toBe(0)
  const third = await startSimulator({ home })
  await expect(openThread(third.client, AUTHOR, gone.words)).rejects.toThrow(Refusal)
  await openThread(third.client, AUTHOR, stays.words)
  expect(last(await third.client.tap(HR, gone.ticket, '答复'), `dm:${HR}`).card).toBeNull()
})

/** Tables of the box, and what of its keys is left. */
function left({ config, home }: { config: { database: string }; home: string }) {
  const database = new BetterSqlite(simulatorDatabase(config.database).slice('sqlite:'.length), { readonly: true })
  const count = (table: string) => database.prepare(`select count(*) from ${table}`).pluck().get()
  const rows = ['case_file', 'case_entry', 'case_lookup'].map(count)
  const days = database.prepare('select seal_on from case_file where seal_on is not null').pluck().all() as string[]
  database.close()
  const shares = readdirSync(join(`${home}-keys`, 'shares')).map(
    (name) => statSync(join(`${home}-keys`, 'shares', name)).size,
  )
  return { rows, days, shares }
}

test('a case and its appeal are one: opened again together, sealed on one day, counted from the last decision', async () => {
  const running = await startSimulator()
  const { client } = running
  const { ticket, words } = await fileCase(client, AUTHOR, { way: 'none', text: '想换座位' })
  await close(client, ticket, '不行。')
  await client.advance('P80D')
  const thread = await openThread(client, AUTHOR, words)
  const sent = await client.submit(AUTHOR, thread, { wish: 'appeal', again: '没有说明理由。' })
  const appeal = only(sent, 'dm:E002')
  const decide = withForm(await client.tap('E002', appeal, '结案'))
  await client.submit('E002', decide, { text: '可以换。', outcome: 'done' })

  // Those it was appealed against have nothing to open again.
  const menu = withForm(await client.tap(HR, await current(client, ticket), '更多'))
  const offered = field(menu, 'what').options?.map(({ value }) => value)
  expect(offered).toContain('note')
  expect(offered).not.toContain('reopen')
  const [action] = (await current(client, ticket)).card?.actions ?? []
  await client.tapRaw(HR, ticket.id, 'case.reopen', action?.value ?? '')
  expect((await current(client, ticket)).text).toContain('已结案')
  await more(client, 'E002', await current(client, appeal), 'reopen')
  expect((await current(client, ticket)).text).toContain('来信人已申诉')
  const again = withForm(await client.tap('E002', await current(client, appeal), '结案'))
  await client.submit('E002', again, { text: '现在就换。', outcome: 'done' })

  // 90 days after the first closing, not after the last.
  await client.advance('P60D')
  const { rows, days } = left(running)
  expect(rows).toEqual([2, 5, 1])
  expect(days).toHaveLength(1)
  const [day = ''] = days
  await client.moveTo(new Date(Date.parse(`${day}T12:00:00+08:00`) - 86_400_000).toISOString())
  expect(field(await openThread(client, AUTHOR, words), 'appeal_2').label).toContain('可以换。')
  await client.moveTo(`${day}T12:00:00+08:00`)
  expect(left(running)).toEqual({ rows: [0, 0, 0], days: [], shares: [0, 0] })
})

test('statistics: a quarter is counted once, a month after its end, sealed cases with it', async () => {
  const { client } = await startSimulator()
  const cases: Awaited<ReturnType<typeof fileCase>>[] = []
  const authors = (await client.people()).map(({ id }) => id)
  for (let n = 0; n < 6; n++)
    cases.push(await fileCase(client, authors[n] ?? AUTHOR, { way: 'none', text: `第 ${n} 件` }))
  expect(last(await client.say(HR, '来信统计'), `dm:${HR}`).text).toContain('还没有可以看的统计')
  for (const { ticket } of cases) await close(client, ticket, '好的。')
  await client.moveTo('2026-05-02T12:00:00+08:00')
  const shown = only(await client.say(HR, '来信统计'), `dm:${HR}`)
  expect(shown.text).toContain('2026 年第 1 季度')
  expect(shown.text).toContain('建议（按时答复 6）')
  expect(last(await client.say('E006', '来信统计'), 'dm:E006').text).toContain('不是这个主题的处理人')
})
