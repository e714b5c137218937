import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { OutboxDraft } from '#core'
import { openDatabase } from '#db'
import { PlayedAdapter } from '../support/played-adapter.ts'
import { scratchFolder } from '../support/scratch.ts'
import { startCompany } from '../support/start-company.ts'

const STAFF = [
  { id: 'E1', name: '王芳', joinedOn: '2020-01-01', account: 'U1' },
  { id: 'E2', name: '李敏', joinedOn: '2020-01-01', account: 'U2' },
  { id: 'E3', name: '赵强', joinedOn: '2020-01-01', account: 'U3' },
  { id: 'E4', name: '孙丽', joinedOn: '2020-01-01', account: 'U4' },
]

const GREETING: OutboxDraft = {
  key: 'the-key',
  to: { kind: 'person', person: 'E1' },
  class: 'greeting',
  content: { kind: 'message', message: { text: '祝您生日快乐' } },
  whenUncertain: 'hold',
}

async function start(channels = '{}') {
  const programs = scratchFolder()
  writeFileSync(
    join(programs, 'company.yaml'),
    `company: { zh-CN: 甲, en: A }\ncontact: { zh-CN: 问, en: Ask }\nroles: { hr: [E2, E3], sales_lead: [E1], admin: [], coordinator: [], outside: [], store_manager: [] }\nchannels: ${channels}\n`,
  )
  const platform = new PlayedAdapter()
  platform.answersLookUps = false
  const company = await startCompany({ people: STAFF, platform, env: { HEARBACK_PROGRAMS: programs } })
  const database = openDatabase(company.config.database)
  const oweAll = (all: readonly [draft: Partial<OutboxDraft>, address: string | null][]) =>
    database.transaction(({ outbox }) =>
      outbox.add(
        all.map(([draft, address]) => ({
          draft: { ...GREETING, ...draft },
          to: address === null ? null : { route: 'slack/company', address: `slack/company/${address}` },
        })),
        Date.parse('2026-03-10T01:00:00Z'),
      ),
    )
  const owe = (draft: Partial<OutboxDraft>, address: string | null) => oweAll([[draft, address]])
  const counts = () => database.transaction(({ outbox }) => outbox.counts())
  return { ...company, platform, owe, oweAll, counts, programs }
}

describe('a message nobody knows about', () => {
  test('HR is asked, without its text; the first tap decides, and it goes out exactly once more', async () => {
    const { platform, owe, counts } = await start()
    platform.script.push('lose-reply')
    await owe({}, 'user/U1')
    const [asked] = await platform.received('U2', 1)
    const [other] = await platform.received('U3', 1)
    if (!asked || !other) throw new Error('nobody was asked')
    expect(asked.message.title).toBe('这条消息送到了吗？')
    expect(asked.message.text).toContain('王芳')
    expect(asked.message.text).toContain('2026年3月10日（周二） 09:00')
    expect(JSON.stringify(asked.message)).not.toContain('生日')
    expect(await counts()).toMatchObject({ asked: 1 })

    expect((await platform.tap('U2', asked, '再发一次')).notices?.[0]?.text).toBe('李敏 决定：再发一次。')
    expect((await platform.tap('U3', other, '已收到')).notices?.[0]?.text).toBe('李敏 已经决定过了：再发一次。')
    await platform.received('U1', 2)
    await platform.say('U1', '帮助')
    await platform.received('U1', 3)
    expect(platform.postsFor('U1').filter(({ message }) => message.text === '祝您生日快乐')).toHaveLength(2)
    expect(platform.arrived.filter(({ key }) => key === 'the-key')).toHaveLength(2)
    expect(platform.postsFor('U2').at(-1)).toMatchObject({
      replaces: 'id-2',
      message: { text: '李敏 决定：再发一次。' },
    })
  })

  test('it arrived: it is not sent again; others may not decide', async () => {
    const { platform, owe, counts } = await start('{ hr: "slack:CHR" }')
    platform.script.push('lose-reply')
    await owe({}, 'user/U1')
    const [asked] = await platform.received('CHR', 1)
    if (!asked) throw new Error('nobody was asked')
    const refused = await platform.tap('U4', asked, '已收到', 'CHR')
    expect(refused.notices?.[0]?.text).toContain('由人事、销售主管或管理员来定')
    expect((await platform.tap('U3', asked, '已收到', 'CHR')).notices?.[0]?.text).toBe('赵强 决定：已收到，不再发。')
    expect(await counts()).toMatchObject({ asked: 0, held: 0 })
    expect(platform.postsFor('U1')).toHaveLength(1)
  })

  test('many at once are one question, and one decision', async () => {
    const { platform, oweAll, counts } = await start('{ hr: "slack:CHR" }')
    const places = ['C1', 'C2', 'C3', 'C4', 'C5']
    for (const _ of places) platform.script.push('lose-reply')
    await oweAll(places.map((one) => [{ key: one, to: { kind: 'channel', channel: one } }, `channel/${one}`]))
    const [asked, ...more] = await platform.received('CHR', 1)
    if (!asked) throw new Error('nobody was asked')
    expect(more).toEqual([])
    expect(asked.message.title).toBe('这 5 条消息送到了吗？')
    await platform.tap('U2', asked, '全部再发一次', 'CHR')
    for (const one of places) expect(await platform.received(one, 2)).toHaveLength(2)
    expect(await counts()).toMatchObject({ asked: 0, held: 0 })
  })

  test('about a customer the sales lead is asked', async () => {
    const { platform, owe } = await start()
    platform.script.push('lose-reply')
    await owe({ to: { kind: 'person', person: 'E3' }, subject: 'follow-up:customer:C1@revisits@2026-03-10' }, 'user/U3')
    const [asked] = await platform.received('U1', 1)
    expect(asked?.message.text).toContain('跟进提醒（C1）')
    expect(platform.postsFor('U2')).toEqual([])
  })

  test('operators are not asked about what they may not know of', async () => {
    const { platform, owe, counts } = await start('{ hr: "slack:CHR" }')
    platform.script.push('lose-reply')
    await owe({ whenUncertain: 'repeat' }, 'user/U1')
    await platform.received('U1', 2)
    await owe({ key: 'lost', to: { kind: 'channel', channel: 'outside' }, whenUncertain: 'repeat' }, null)
    await platform.say('U4', '帮助')
    await platform.received('U4', 1)
    expect(platform.postsFor('CHR')).toEqual([])
    expect(await counts()).toMatchObject({ held: 1, asked: 0 })
  })

  test('nowhere to send it, and then there is: it goes out by itself', async () => {
    const { platform, owe, app, programs } = await start()
    await owe({ key: 'lost', to: { kind: 'channel', channel: 'sales' }, whenUncertain: 'repeat' }, null)
    await platform.say('U4', '帮助')
    await platform.received('U4', 1)
    const file = join(programs, 'company.yaml')
    writeFileSync(file, readFileSync(file, 'utf8').replace('channels: {}', 'channels: { sales: "slack:CS" }'))
    await app.reload()
    expect(await platform.received('CS', 1)).toHaveLength(1)
  })

  test('nowhere to send it: tried again once there is, or dropped', async () => {
    const { platform, owe, counts } = await start()
    await owe({ to: { kind: 'channel', channel: 'sales' } }, null)
    const [asked] = await platform.received('U2', 1)
    if (!asked) throw new Error('nobody was asked')
    expect(asked.message.title).toBe('有一条消息没有地方发')
    expect((await platform.tap('U2', asked, '重试')).notices?.[0]?.text).toContain('还是发不过去')
    expect(await counts()).toMatchObject({ asked: 1 })
    expect((await platform.tap('U2', asked, '不发了')).notices?.[0]?.text).toBe('李敏 决定：不发了。')
    expect(await counts()).toMatchObject({ asked: 0, void: 1 })
  })
})
