import { describe, expect, test } from 'vitest'
import { DingtalkContacts } from '../emulators/dingtalk/contacts.ts'
import { SlackContacts } from '../emulators/slack/contacts.ts'
import { WecomContacts } from '../emulators/wecom/contacts.ts'
import { toldChanges } from '../support/told-changes.ts'
import { startAdapter as startDingtalk } from './dingtalk/start-adapter.ts'
import { QUICK, startAdapter as startSlack } from './slack/start-adapter.ts'
import { startAdapter as startWecom, until } from './wecom/start-adapter.ts'

const XIN = { name: '李新', department: '仓储部', email: 'lixin@example.com', mobile: '13900139000' }

describe('Slack: what it tells of its members', () => {
  test('is acknowledged when it is kept; else it comes again', async () => {
    const { told, noteChange } = toldChanges(2)
    const { slack, start } = await startSlack({ noteChange })
    await start()
    const account = await new SlackContacts(slack).join(XIN)
    expect(told).toEqual([[account]])
    expect(slack.deliveries.lost).toBe(0)
  })

  test('of a status, a picture or a number it says nothing that counts', async () => {
    const { told, noteChange } = toldChanges()
    const { slack, start } = await startSlack({ noteChange })
    await start()
    const contacts = new SlackContacts(slack)
    const account = await contacts.join(XIN)
    for (let n = 0; n < 10; n++) await contacts.setStatus(account, `at lunch ${n}`)
    expect(told).toEqual([[account]])
    await contacts.change(account, { name: '李新新' })
    await contacts.leave(account)
    expect(told).toEqual([[account], [account], [account]])
    expect(slack.callsOf('users.info')).toEqual([])
  })

  test('one account is read by one call; bots, guests and partners are in no staff list', async () => {
    const { slack, adapter } = await startSlack()
    slack.workspace.addUser({ id: 'U0GUEST', is_restricted: true })
    slack.workspace.addUser({ id: 'U0BOT2', is_bot: true })
    slack.workspace.addUser({ id: 'U0PARTNER', team_id: 'T0OTHER', is_stranger: true })
    slack.workspace.addUser({ id: 'U0GONE', deleted: true })
    const { directory } = adapter
    expect(await directory.person('U0ANNA')).toMatchObject({ userId: 'U0ANNA', email: 'anna@example.com' })
    for (const id of ['U0GUEST', 'U0BOT2', 'U0PARTNER', 'U0GONE', 'U0NOBODY', 'USLACKBOT']) {
      expect(await directory.person(id)).toBeNull()
    }
    expect(slack.callsOf('users.info')).toHaveLength(7)
    slack.faults.plan('users.info', { kind: 'error', error: 'internal_error' })
    await expect(directory.person('U0ANNA')).rejects.toMatchObject({ code: 'internal_error' })
    // What the app is not shown is not gone: that may be a mistake in its settings.
    slack.faults.plan('users.info', { kind: 'error', error: 'user_not_visible' })
    await expect(directory.person('U0ANNA')).rejects.toMatchObject({ code: 'user_not_visible' })
  })
})

describe('after a while without a connection', () => {
  test('Slack: everybody is read once more, for what it said meanwhile it does not say again', async () => {
    const away = async (missedMs: number) => {
      const { told, noteChange } = toldChanges()
      const { slack, start } = await startSlack({ noteChange, pace: { ...QUICK, missedMs } })
      await start()
      slack.hub.refuse = 10
      slack.hub.drop()
      await until(() => slack.hub.refuse === 0 && slack.hub.size > 0)
      return told
    }
    expect(await away(60_000)).toEqual([])
    const told = await away(20)
    await until(() => told.length > 0)
    expect(told).toEqual(['all'])
  })

  test('DingTalk: the same', async () => {
    const away = async (missedMs: number) => {
      const { told, noteChange } = toldChanges()
      const { dingtalk, hub, start } = await startDingtalk({ noteChange, timings: { missedMs } })
      await start()
      dingtalk.refuseSockets = 10
      hub.closeAll()
      await hub.until(() => dingtalk.opened > 1 && hub.listening.length > 0)
      return told
    }
    expect(await away(60_000)).toEqual([])
    const told = await away(20)
    await until(() => told.length > 0)
    expect(told).toEqual(['all'])
  })
})

describe('DingTalk: what it tells of its contacts', () => {
  test('is acknowledged as taken when it is kept; else it is asked for later', async () => {
    const { told, noteChange } = toldChanges(2)
    const { dingtalk, hub, start } = await startDingtalk({ noteChange })
    await start()
    const contacts = new DingtalkContacts(dingtalk)
    const account = await contacts.join(XIN)
    expect(told).toEqual([[account]])
    await contacts.tell('user_active_org', { userId: [account] })
    await contacts.tell('user_leave_org', { userId: ['U1', 'U2'] })
    await contacts.tell('org_dept_modify', { deptId: [7] })
    // Nothing that a staff list knows.
    await contacts.tell('org_dept_remove', { deptId: [7] })
    await contacts.tell('label_user_change', { userIdList: ['U1'] })
    await contacts.tell('user_modify_org', {})
    expect(told.slice(1)).toEqual([[account], ['U1', 'U2'], 'all', 'all'])
    expect(hub.lost).toBe(0)
  })

  test('one account is read with its departments alone, at no cost', async () => {
    const { dingtalk, adapter } = await startDingtalk()
    dingtalk.organisation.departments.push({ dept_id: 7, name: '人事部', parent_id: 1 })
    dingtalk.organisation.add({ userid: 'U1', name: '李敏', dept_id_list: [1, 7], state_code: '852', mobile: '5123' })
    const before = dingtalk.limits.left
    expect(await adapter.directory.person('U1')).toMatchObject({
      name: '李敏',
      departments: ['人事部'],
      mobile: '+8525123',
    })
    expect(await adapter.directory.person('U0NOBODY')).toBeNull()
    const asked = dingtalk.calls.map(({ path }) => path).filter((path) => path.startsWith('/topapi/'))
    expect(asked).toEqual(['/topapi/v2/user/get', '/topapi/v2/department/get', '/topapi/v2/user/get'])
    expect(dingtalk.limits.left).toBe(before)
    dingtalk.faults.plan('/topapi/v2/user/get', { kind: 'answer', status: 200, body: '{"errcode":60011}' })
    await expect(adapter.directory.person('U1')).rejects.toMatchObject({ code: 'dingtalk-60011' })
  })
})

describe('WeCom: what it tells of its contacts', () => {
  test('is answered with 200 when it is kept; else it is called again', async () => {
    const { told, noteChange } = toldChanges(2)
    const { wecom, start } = await startWecom({ channels: 'app', noteChange })
    await start()
    const contacts = new WecomContacts(wecom)
    // The department first: it is new, and nobody is in it yet.
    const account = await contacts.join(XIN)
    expect(told).toEqual([[account]])
    await contacts.tell('update_user', { UserID: 'ZhangSan', NewUserID: 'ZhangSan001' })
    await contacts.tell('update_party', { Id: '7', Name: '采购部' })
    expect(await contacts.tell('delete_party', { Id: '7' })).toBe(true)
    expect(await contacts.tell('update_tag', { TagId: '1' })).toBe(true)
    expect(told.slice(1)).toEqual([['ZhangSan', 'ZhangSan001'], 'all'])
  })

  test('before the program listens it is refused, and comes again', async () => {
    const { told, noteChange } = toldChanges()
    const { wecom, start } = await startWecom({ channels: 'app', noteChange })
    expect(await new WecomContacts(wecom).tell('delete_user', { UserID: 'ZhangSan' })).toBe(false)
    await start()
    expect(await new WecomContacts(wecom).tell('delete_user', { UserID: 'ZhangSan' })).toBe(true)
    expect(told).toEqual([['ZhangSan']])
  })

  test('one account is read by two calls; whoever may not be seen is no leaver', async () => {
    const { wecom, adapter } = await startWecom({ channels: 'app' })
    wecom.tenant.add({ userid: 'Boss', hidden: true })
    wecom.tenant.add({ userid: 'Off', status: 2 })
    expect(await adapter.directory?.person('zhangsan')).toMatchObject({ userId: 'ZhangSan', departments: ['公司'] })
    expect(wecom.requested.filter((path) => !path.endsWith('gettoken'))).toHaveLength(2)
    expect(await adapter.directory?.person('Off')).toBeNull()
    expect(await adapter.directory?.person('Nobody')).toBeNull()
    await expect(adapter.directory?.person('Boss')).rejects.toMatchObject({ code: 'wecom-60011' })
  })
})
