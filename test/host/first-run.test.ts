import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { openDatabase } from '#db'
import { examineCompany } from '../support/examine-company.ts'
import { PlayedAdapter } from '../support/played-adapter.ts'
import { importPeople, startCompany } from '../support/start-company.ts'

const STAFF = [
  'id,name,department,slack_id,locale',
  'E1,王芳,人事部,U1,zh-CN',
  'E2,李敏,人事部,U2,zh-CN',
  'E3,Ann Smith,Board,U3,en',
  'E4,李强,销售部,U4,zh-CN',
]

const CODE = /[2-9A-Z]{4}-[2-9A-Z]{4}/

async function company() {
  const started = await startCompany()
  await importPeople(started.config, STAFF)
  const { config, platform } = started
  /** `doctor`, as the operator runs it beside the server. */
  const doctor = async () => {
    const { code, out } = await examineCompany(config, new PlayedAdapter())
    return { code, out, admin: out.match(/admin (\S+)/)?.[1] ?? '' }
  }
  const becomeAdmin = async (userId = 'U1') => {
    await platform.say(userId, `管理员 ${(await doctor()).admin}`)
    await platform.received(userId, 1)
  }
  /** The code for a channel, which the bot tells and does not keep. */
  const bindingCode = async () => {
    const { notices } = await platform.say('U1', '绑定')
    return notices?.[0]?.text.match(CODE)?.[0] ?? ''
  }
  return { ...started, doctor, becomeAdmin, bindingCode }
}

const texts = (reception: { readonly notices?: readonly { readonly text: string }[] }) =>
  reception.notices?.map(({ text }) => text) ?? []

describe('the first administrator', () => {
  test('proves themselves with the code that doctor prints: once, and typed as people type', async () => {
    const { config, home, platform, doctor } = await company()
    const { out, admin, code } = await doctor()
    expect(code).toBe(1)
    expect(out).toMatch(/✗ There is no administrator yet\. Write to the bot directly: admin [2-9A-Z]{4}-[2-9A-Z]{4}/)
    const kept = await openDatabase(config.database).transaction(({ setup }) => setup.current())
    expect(kept.holders).toEqual([])
    expect(readFileSync(join(home, 'hearback.sqlite-wal')).includes(admin)).toBe(false)

    const wide = admin
      .toLowerCase()
      .replace('-', '')
      .replace(/[a-z0-9]/g, (one) => String.fromCharCode(one.charCodeAt(0) + 0xfee0))
    await platform.say('U1', `ａｄｍｉｎ　${wide}`)
    expect(await platform.said('U1', 1)).toContain('您现在是管理员了。')
    // Used up: nobody else gets in with it, and doctor prints none any more.
    expect(texts(await platform.say('U2', `admin ${admin}`))[0]).toContain('用过了')
    expect((await doctor()).out).not.toContain('no administrator')
    expect(await platform.said('U1', 1)).toContain('员工名单：4 人')
  })

  test('a wrong code, one for something else, and a code in a channel make nobody an administrator', async () => {
    const { platform, doctor, becomeAdmin, bindingCode } = await company()
    expect(texts(await platform.say('U2', '管理员'))[0]).toContain('管理员 K7QM-3XPD')
    expect(texts(await platform.say('U2', '管理员 AAAA-AAAA'))[0]).toContain('不对')
    await becomeAdmin()
    expect((await doctor()).admin).toBe('')
    expect(texts(await platform.say('U2', `管理员 ${await bindingCode()}`))[0]).toContain('不对')
    expect(texts(await platform.say('U2', '角色'))).toEqual(['只有管理员能这样做。'])
  })

  test('somebody who is not on the list is told their line of it, and the code stays good', async () => {
    const { config, platform, doctor } = await company()
    const { admin } = await doctor()
    const told = texts(await platform.say('U77', `admin ${admin}`))[0]
    expect(told).toContain('slack_id is: U77')
    expect(texts(await platform.say('U77', 'admin AAAA-AAAA'))).toEqual(['请联系人事部。\nPlease ask HR.'])
    await importPeople(config, ['id,name,slack_id', 'E7,Max,U77'])
    await platform.say('U77', `admin ${admin}`)
    expect(await platform.said('U77', 1)).toContain('管理员')
  })

  test('in a channel strangers are not answered', async () => {
    const { platform } = await company()
    expect(await platform.say('U99', 'hello', 'C1')).toEqual({})
  })
})

describe('binding a channel', () => {
  test('doctor says where return words can be posted, until a channel is bound for them', async () => {
    const { platform, doctor, becomeAdmin, bindingCode } = await company()
    await becomeAdmin()
    expect((await doctor()).out).toContain('bind the channel return_words')
    await platform.say('U1', `绑定 回音词 ${await bindingCode()}`, 'C9')
    expect(await platform.said('C9', 1)).toBe('这里现在是“回音词”频道。')
    expect((await doctor()).out).not.toContain('bind the channel return_words')
  })

  test('an administrator binds it with a code, in the words of either language; what waited for it arrives', async () => {
    const { config, platform, doctor, becomeAdmin, bindingCode } = await company()
    await becomeAdmin()
    expect((await doctor()).out).toContain('The channel hr is not bound')
    const database = openDatabase(config.database)
    await database.transaction(({ outbox }) =>
      outbox.add(
        [
          {
            draft: {
              key: 'early',
              to: { kind: 'channel', channel: 'hr' },
              class: 'answer',
              content: { kind: 'message', message: { text: '早到的消息' } },
            },
            to: null,
          },
        ],
        0,
      ),
    )
    await database.close()

    const code = await bindingCode()
    expect(await platform.say('U2', `绑定 人事 ${code}`, 'C-hr')).toEqual({
      notices: [{ text: '只有管理员能这样做。' }],
    })
    await platform.say('U1', `绑定　人事　${code}`, 'C-hr')
    const posts = await platform.received('C-hr', 2)
    expect(posts.map(({ message }) => message.text).toSorted()).toEqual(
      ['早到的消息', '这里现在是“人事”频道。'].toSorted(),
    )
    expect((await doctor()).out).toContain('✓ channel hr: slack:C-hr')
    // The bot is at home there from now on.
    await platform.say('U2', '帮助', 'C-hr')
    await platform.received('C-hr', 3)

    // A code works once; a channel has one name; a name can move.
    expect(texts(await platform.say('U1', `bind sales ${code}`, 'C-2'))[0]).toContain('用过了')
    expect(texts(await platform.say('U1', `bind sales ${await bindingCode()}`, 'C-hr'))[0]).toContain(
      '已经是“人事”频道',
    )
    await platform.say('U1', `bind HR ${await bindingCode()}`, 'C-3')
    expect(await platform.said('C-3', 1)).toContain('这里现在是“人事”频道。')
    expect(await platform.say('U2', '帮助', 'C-hr')).toEqual({})
  })

  test('small talk in a channel is left alone, and names that are none are named', async () => {
    const { platform, becomeAdmin, bindingCode } = await company()
    await becomeAdmin()
    expect(texts(await platform.say('U1', 'bind us together', 'C-1'))).toEqual([])
    expect(texts(await platform.say('U2', '绑定', 'C-1'))).toEqual([])
    expect(texts(await platform.say('U1', `bind kitchen ${await bindingCode()}`, 'C-1'))[0]).toContain('没有这个频道名')
  })

  test('it outlives a restart', async () => {
    const first = await company()
    await first.becomeAdmin()
    await first.platform.say('U1', `绑定 hr ${await first.bindingCode()}`, 'C-hr')
    await first.platform.received('C-hr', 1)
    await first.stop()
    const second = await startCompany({ home: first.home })
    await second.platform.say('U1', '帮助', 'C-hr')
    await second.platform.received('C-hr', 1)
  })
})

describe('roles', () => {
  test('speaking up is closed, and says why, until a coordinator and another person outside are named', async () => {
    const { platform, becomeAdmin } = await company()
    await becomeAdmin()
    const closed = await platform.say('U4', '有话直说 我要说的话')
    expect(closed.sheet).toBeUndefined()
    expect(texts(closed)[0]).toContain('还没有开放')
    expect(texts(closed)[0]).toContain('没有保存')

    await platform.say('U1', '任命 协调人 王芳')
    expect(await platform.said('U1', 2)).toBe('王芳现在担任协调人。')
    await platform.say('U1', '任命 外部联系人 王芳')
    expect(await platform.said('U1', 3)).not.toContain('开放了')
    expect((await platform.say('U4', '有话直说')).sheet).toBeUndefined()

    await platform.say('U1', 'appoint outside person ann')
    expect(await platform.said('U1', 4)).toContain('“有话直说”现在开放了。')
    // Whoever is named is told, in their own language.
    expect(await platform.said('U3', 1)).toContain('You were given the role: outside person.')
    expect((await platform.say('U4', '有话直说')).sheet).toBeDefined()

    await platform.say('U1', '取消任命 外部联系人 Ann Smith')
    await platform.received('U1', 5)
    expect((await platform.say('U4', '有话直说')).sheet).toBeUndefined()
  })

  test('people are picked from a form, or typed; who is meant must be clear', async () => {
    const { platform, becomeAdmin, doctor } = await company()
    await becomeAdmin()
    const [overview] = await platform.received('U1', 1)
    const { sheet } = await platform.tap('U1', overview as never, '指定人事')
    const [field] = sheet?.steps[0]?.fields ?? []
    expect(field?.options?.map(({ label }) => label)).toContain('李敏 (E2, 人事部)')
    expect((await platform.submit('U1', sheet?.state ?? '', { person: '' })).errors?.person).toContain('姓名或工号')
    await platform.submit('U1', sheet?.state ?? '', { person: 'E2' })
    expect(await platform.said('U1', 2)).toBe('李敏现在担任人事。')
    expect(await platform.said('U2', 1)).toContain('您被指定为人事。')
    expect((await doctor()).out).not.toContain('Nobody has the role hr')
    // Whoever holds it can do what it is for, at once.
    expect((await platform.said('U2', 1)).length).toBeGreaterThan(0)
    await platform.say('U2', '帮助')
    const help = (await platform.received('U2', 2)).at(-1)
    expect(help?.message.actions?.map(({ label }) => label)).toContain('发问卷')

    await platform.say('U1', '任命 销售主管 李')
    expect(await platform.said('U1', 3)).toContain('李敏 (E2, 人事部); 李强 (E4, 销售部)')
    await platform.say('U1', '任命 厨师 李强')
    expect(await platform.said('U1', 4)).toContain('没有这个角色')
    await platform.say('U1', '任命 sales_lead e4')
    expect(await platform.said('U1', 5)).toBe('李强现在担任销售主管。')
    await platform.say('U1', '取消任命 管理员 王芳')
    expect(await platform.said('U1', 6)).toContain('最后一位管理员')
  })

  test('somebody who is no administrator can name nobody, also not with a form that is open', async () => {
    const { platform, becomeAdmin } = await company()
    await becomeAdmin()
    const [overview] = await platform.received('U1', 1)
    const { sheet } = await platform.tap('U1', overview as never, '指定人事')
    const refused = await platform.submit('U4', sheet?.state ?? '', { person: 'E4' })
    expect(texts(refused)).toEqual(['只有管理员能这样做。'])
    expect(texts(await platform.say('U4', '任命 管理员 李强'))).toEqual(['只有管理员能这样做。'])
  })
})
