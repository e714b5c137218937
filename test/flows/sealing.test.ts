import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import BetterSqlite from 'better-sqlite3'
import { expect, test } from 'vitest'
import { simulatorDatabase } from '../../src/simulator-database.ts'
import { runVerb } from '../support/run-verb.ts'
import { scratchFolder } from '../support/scratch.ts'
import { last, only, Refusal, type SimulatorClient, withForm } from '../support/simulator-client.ts'
import { fileCase, openThread } from '../support/speak-up-steps.ts'
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
