import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import BetterSqlite from 'better-sqlite3'
import { describe, expect, test } from 'vitest'
import { simulatorDatabase } from '../../src/simulator-database.ts'
import { scratchFolder } from '../support/scratch.ts'
import { field, last, only, Refusal, type SimulatorClient, withForm } from '../support/simulator-client.ts'
import { filing, openThread, receiptWords } from '../support/speak-up-steps.ts'
import { startSimulator } from '../support/start-simulator.ts'

const AUTHOR = 'E010'
const OWNER = 'E002'
const CLERK = 'E005'

/** Somebody makes a suggestion; answers what stands with its owner, and the receipt. */
async function suggest(client: SimulatorClient, text: string) {
  const form = withForm(await client.say(AUTHOR, '我建议'))
  const messages = await client.submit(AUTHOR, form, filing(form, { way: 'none', topic: 'proposal', text }))
  return { ticket: only(messages, `dm:${OWNER}`), receipt: receiptWords(form), messages }
}

describe('suggestions with a reward', () => {
  test('adopted with a reason; the code is the author’s alone, and is good for one reward, given to whoever brings it', async () => {
    const { client, config, stop } = await startSimulator()
    const { ticket, receipt } = await suggest(client, '仓库门口装一盏灯。')
    const closing = withForm(await client.tap(OWNER, ticket, '结案'))
    expect(field(closing, 'reward').options?.map(({ label }) => label)).toContain('200 积分')
    await client.submit(OWNER, closing, { text: '采纳，下月装。', outcome: 'done', reward: 'points-200' })

    const thread = await openThread(client, AUTHOR, receipt)
    const said = thread.card?.form?.fields.map(({ label }) => label) ?? []
    expect(said.some((label) => label.includes('采纳，下月装。'))).toBe(true)
    const earned = said.find((label) => label.includes('200 积分')) ?? ''
    const code = [...earned.matchAll(/\d+ (\p{Script=Han})(?!\p{Script=Han})/gu)].map((match) => match[1]).join('')
    expect(code).toHaveLength(12)
    const read = withForm(await client.tapRaw(OWNER, ticket.id, 'case.open', ticket.card?.actions[0]?.value ?? ''))
    const atDesk = JSON.stringify(read.card?.form?.fields)
    expect(atDesk).toContain('200 积分')
    expect(atDesk).not.toContain('领取码')

    const ask = withForm(await client.say(CLERK, '发放奖励'))
    await expect(client.submit(CLERK, ask, { code: receipt.join('') })).rejects.toThrow(Refusal)
    const give = withForm(await client.submit(CLERK, ask, { code }))
    expect(field(give, 'reward').label).toContain('200 积分')
    expect(JSON.stringify(give)).not.toContain('建议')
    expect(last(await client.submit(CLERK, give, {}), `dm:${CLERK}`).text).toContain('已记下')
    const again = withForm(await client.say(CLERK, '发放奖励'))
    expect(last(await client.submit(CLERK, again, { code }), `dm:${CLERK}`).text).toContain('已经发过了')
    expect(last(await client.say(AUTHOR, '发放奖励'), `dm:${AUTHOR}`).text).toContain('只有负责发放奖励的人')

    await stop()
    const database = new BetterSqlite(simulatorDatabase(config.database).slice('sqlite:'.length))
    const vouchers = database.prepare('select * from reward_voucher').all()
    database.close()
    expect(vouchers).toEqual([{ lookup: expect.any(String), reward: 'points-200', given_on: '2026-03-10' }])
  })

  test('declined, or without a choice: no reward, no code', async () => {
    const { client } = await startSimulator()
    const { ticket, receipt } = await suggest(client, '每人发一辆车。')
    const closing = withForm(await client.tap(OWNER, ticket, '结案'))
    await client.submit(OWNER, closing, { text: '太贵了。', outcome: 'declined' })
    const thread = await openThread(client, AUTHOR, receipt)
    expect(JSON.stringify(thread.card?.form?.fields)).not.toContain('领取码')
  })
})

describe('letter boxes', () => {
  test('a letter goes to that one person and to nobody else; about them, to somebody else, and they learn nothing', async () => {
    const { client } = await startSimulator()
    const form = withForm(await client.say(AUTHOR, 'HR信箱'))
    const topic = 'letter-to-head-of-hr'
    const letter = await client.submit(AUTHOR, form, filing(form, { way: 'none', topic, text: '您好' }))
    expect(letter.map((message) => message.in).sort()).toEqual([`dm:${OWNER}`, `dm:${AUTHOR}`])
    for (const other of ['E001', 'E003', 'X001']) {
      expect(JSON.stringify(await client.say(other, '来信'))).not.toContain('给人事负责人的信')
    }
    const second = withForm(await client.say(AUTHOR, 'HR信箱'))
    const values = filing(second, { way: 'none', topic, text: '关于您' })
    const about = await client.submit(AUTHOR, second, { ...values, about_readers: [OWNER] })
    expect(about.map((message) => message.in).sort()).toEqual([`dm:${AUTHOR}`, 'dm:X001'])
  })

  test('a box whose role nobody has is not offered', async () => {
    const programs = scratchFolder()
    writeFileSync(
      join(programs, 'company.yaml'),
      `company: { zh-CN: 晨光, en: Dawnlight }
contact: { zh-CN: 请联系 8003。, en: Please call 8003. }
roles: { hr: [E002, E003], coordinator: [E003], outside: [X001], sales_lead: [E004], store_manager: [E005], admin: [E002], sales: [E006], general_manager: [E001] }
channels: { hr: "simulator:hr" }
`,
    )
    const { client } = await startSimulator({ programs })
    const menu = last(await client.say(AUTHOR, '菜单'), `dm:${AUTHOR}`)
    const labels = menu.card?.actions.map(({ label }) => label) ?? []
    expect(labels).toEqual(expect.arrayContaining(['有话直说', '总经理信箱']))
    expect(labels).not.toContain('我建议')
    expect(labels).not.toContain('人事负责人信箱')
  })
})
