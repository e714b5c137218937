import { describe, expect, test } from 'vitest'
import { startAdapter } from './start-adapter.ts'

type Started = Awaited<ReturnType<typeof startAdapter>>

describe('DingTalk: the staff list', () => {
  const staff = async ({ adapter }: Started) => {
    const people = []
    for await (const page of adapter.directory.people()) people.push(...page)
    return people
  }

  test('is read from the company down, page by page, each person once; whoever has left is not in it', async () => {
    const started = await startAdapter()
    const { organisation, limits } = started.dingtalk
    organisation.departments.push(
      { dept_id: 7, name: '人事部', parent_id: 1 },
      { dept_id: 8, name: '招聘组', parent_id: 7 },
    )
    for (let n = 0; n < 120; n++) organisation.add({ userid: `S${n}`, dept_id_list: [8] })
    organisation.add({
      userid: 'U1',
      name: '李敏',
      dept_id_list: [7, 8],
      job_number: 'E003',
      mobile: '13800000000',
      org_email: 'limin@example.com',
      email: 'own@example.com',
      manager_userid: 'U2',
      title: 'HR',
    })
    const before = limits.left
    const people = await staff(started)
    expect(people).toHaveLength(123)
    expect(limits.left).toBe(before)
    expect(people.find(({ userId }) => userId === 'U1')).toEqual({
      userId: 'U1',
      name: '李敏',
      employeeId: 'E003',
      email: 'limin@example.com',
      mobile: '13800000000',
      departments: ['人事部', '招聘组'],
      managerUserId: 'U2',
      title: 'HR',
      locale: null,
      timeZone: null,
    })
    organisation.people.delete('S7')
    expect((await staff(started)).map(({ userId }) => userId)).not.toContain('S7')
  })

  test('is had whole or not at all; a token that ended in between is replaced', async () => {
    const started = await startAdapter()
    const { dingtalk } = started
    dingtalk.revokeTokens()
    expect(await staff(started)).toHaveLength(3)
    dingtalk.revokeTokens()
    expect(await staff(started)).toHaveLength(3)
    dingtalk.faults.plan('/topapi/v2/user/get', { kind: 'answer', status: 200, body: '{"errcode":60011}' })
    await expect(staff(started)).rejects.toMatchObject({ code: 'dingtalk-60011' })
    dingtalk.faults.plan('/topapi/user/listsimple', { kind: 'answer', status: 200, body: '<html></html>' })
    await expect(staff(started)).rejects.toMatchObject({ code: 'dingtalk-ip-banned' })
  })
})
