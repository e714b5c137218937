import { expect, test } from 'vitest'
import { anotherAdapter, startAdapter, toZhang } from './start-adapter.ts'

const CARD = {
  title: '回访提醒',
  text: '青禾餐饮',
  actions: [{ id: 'follow-up.done', label: '已完成', value: 'o1', style: 'primary' as const }],
}

test('one token serves all, and a revoked one is asked for anew, once', async () => {
  const { wecom, adapter } = await startAdapter({ channels: 'app' })
  await Promise.all(Array.from({ length: 10 }, (_, n) => adapter.send(toZhang(`第 ${n}`))))
  expect(wecom.app.tokens).toBe(1)
  wecom.app.revokeToken()
  const outcomes = await Promise.all([adapter.send(toZhang('甲')), adapter.send(toZhang('乙'))])
  expect(outcomes.map(({ kind }) => kind)).toEqual(['sent', 'sent'])
  expect(wecom.app.tokens).toBe(2)
})

test('a token that ends is asked for again', async () => {
  let ahead = 0
  const { adapter } = await startAdapter({ channels: 'app', emulator: { now: () => Date.now() + ahead } })
  expect((await adapter.send(toZhang('前'))).kind).toBe('sent')
  ahead = 7_300_000
  expect((await adapter.send(toZhang('后'))).kind).toBe('sent')
})

test('a slow token endpoint sends nothing and leaves nothing open', async () => {
  const { wecom, adapter, zhang } = await startAdapter({ channels: 'app', timings: { tokenMs: 50 } })
  wecom.faults.slowTokenMs = 300
  expect(await adapter.send(toZhang('慢'))).toEqual({ kind: 'refused', code: 'token-timeout', permanent: false })
  expect(zhang.sees({ in: 'app' })).toEqual([])
  wecom.faults.slowTokenMs = 0
})

test('a token that is refused is not asked for at once again', async () => {
  const { wecom, adapter } = await startAdapter({
    channels: 'app',
    timings: { tokenRetryMs: 60_000, longestTokenRetryMs: 60_000 },
  })
  wecom.faults.busy = 1
  const outcomes = [
    await adapter.send(toZhang('甲')),
    await adapter.send(toZhang('乙')),
    await adapter.send(toZhang('丙')),
  ]
  expect(new Set(outcomes.map((one) => one.kind === 'refused' && one.code))).toEqual(new Set(['token-45009']))
  expect(wecom.app.tokens).toBe(0)
})

test('answers that are none: the message is there once in the end', async () => {
  const { wecom, adapter, zhang } = await startAdapter({ channels: 'app' })
  await adapter.send(toZhang('先要到 token'))
  for (const fault of ['html', 'badGateway', 'cutRequests', 'loseReplies'] as const) {
    wecom.faults[fault] = 1
    expect((await adapter.send(toZhang(fault))).kind, fault).toBe('sent')
  }
  wecom.faults.loseReplies = 1
  expect((await adapter.send(toZhang(CARD))).kind).toBe('sent')
  const seen = zhang.sees({ in: 'app' })
  expect(seen).toHaveLength(6)
  expect(seen.filter((one) => one.card)).toHaveLength(1)
})

test('a burst of them leaves it open; nothing is doubled by another attempt', async () => {
  const { wecom, adapter, zhang } = await startAdapter({ channels: 'app' })
  await adapter.send(toZhang('先要到 token'))
  const post = toZhang('同一句话')
  wecom.faults.loseReplies = 2
  expect(await adapter.send(post)).toMatchObject({ kind: 'uncertain' })
  wecom.faults.badGateway = 2
  expect(await adapter.send(post)).toEqual({ kind: 'uncertain', code: 'http-502' })
  expect((await adapter.send(post)).kind).toBe('sent')
  expect(zhang.sees({ in: 'app' })).toHaveLength(2)
})

test('the same words said twice on purpose come twice', async () => {
  const { adapter, zhang } = await startAdapter({ channels: 'app' })
  await adapter.send(toZhang('好的'))
  await adapter.send(toZhang('好的'))
  expect(zhang.sees({ in: 'app' })).toHaveLength(2)
})

test('a platform that cannot be reached has got nothing', async () => {
  const { wecom, adapter } = await startAdapter({ channels: 'app' })
  await wecom.stop()
  expect(await adapter.send(toZhang('无人'))).toEqual({ kind: 'refused', code: 'token-ECONNREFUSED', permanent: false })
  await wecom.start()
})

test('what the platform says no to: for good, for now, and with a pause', async () => {
  const { wecom, adapter } = await startAdapter({ channels: 'app' })
  const nobody = { ...toZhang('无'), to: { kind: 'user', userId: 'Nobody' } } as const
  expect(await adapter.send(nobody)).toEqual({ kind: 'refused', code: '81013', permanent: true })
  wecom.faults.busy = 1
  expect(await adapter.send(toZhang('忙'))).toMatchObject({
    kind: 'refused',
    code: '45009',
    permanent: false,
    retryAfterMs: 60_000,
  })
  wecom.faults.untrusted = true
  expect(await adapter.send(toZhang('IP'))).toMatchObject({
    kind: 'refused',
    code: '60020',
    permanent: false,
    retryAfterMs: 60_000,
  })
  const findings = await adapter.check?.('zh-CN')
  expect(findings?.some(({ mark, text }) => mark === '✗' && text.includes('企业可信 IP'))).toBe(true)
})

test('a card is changed by its code, once; then by the code of the next tap; else what still has buttons is said anew', async () => {
  const { wecom, adapter, zhang, took, start } = await startAdapter({ channels: 'app' })
  await start()
  const first = await adapter.send(toZhang(CARD))
  if (first.kind !== 'sent') throw new Error('not sent')
  const replace = (text: string, actions: typeof CARD.actions | [] = CARD.actions) =>
    adapter.send({ ...toZhang({ ...CARD, text, actions }), replaces: first.messageId })
  expect((await replace('改过一次')).kind).toBe('sent')
  const [card] = zhang.sees({ in: 'app' })
  expect(card?.card?.sub_title_text).toBe('改过一次')
  if (!card) throw new Error('no card')
  await zhang.tap(card, '已完成')
  expect(took.at(-1)).toMatchObject({ kind: 'action', actionId: 'follow-up.done', value: 'o1' })
  await replace('点过之后', [])
  expect(zhang.sees({ in: 'app' })).toHaveLength(1)
  expect(card.card?.sub_title_text).toBe('点过之后')
  expect(card.card?.button_list?.map(({ text }) => text)).toEqual(['✓'])
  await zhang.tap(card, '✓')
  expect(took).toHaveLength(1)
  // After a restart the code of the first sending is all there is, and it has been used.
  const restarted = await anotherAdapter(wecom, 'app')
  const anew = await restarted.send({ ...toZhang({ ...CARD, text: '还有按钮' }), replaces: first.messageId })
  expect(anew.kind).toBe('sent')
  expect(zhang.sees({ in: 'app' })).toHaveLength(2)
})

test('a message is taken back within its day', async () => {
  const { adapter, zhang } = await startAdapter({ channels: 'app' })
  const sent = await adapter.send(toZhang('说错了'))
  if (sent.kind !== 'sent') throw new Error('not sent')
  expect((await adapter.recall(sent.messageId))?.kind).toBe('sent')
  expect(zhang.sees({ in: 'app' })[0]?.recalled).toBe(true)
})

test('the staff list: everybody in sight once, with department and leader; those who left are not in it', async () => {
  const { wecom, adapter } = await startAdapter({ channels: 'app' })
  wecom.tenant.departments.push({ id: 2, name: '销售部', parentid: 1 })
  wecom.tenant.add({ userid: 'LiSi', name: '李四', department: [1, 2], direct_leader: ['ZhangSan'], position: '经理' })
  wecom.tenant.add({ userid: 'Gone', status: 5 })
  wecom.tenant.add({ userid: 'Off', status: 2 })
  wecom.tenant.add({ userid: 'Boss', hidden: true })
  const people = []
  for await (const page of adapter.directory?.people() ?? []) people.push(...page)
  expect(people.map(({ userId }) => userId)).toEqual(['ZhangSan', 'LiSi'])
  expect(people[1]).toMatchObject({
    name: '李四',
    departments: ['公司', '销售部'],
    managerUserId: 'ZhangSan',
    title: '经理',
  })
  wecom.faults.html = 1
  await expect(async () => {
    for await (const _ of adapter.directory?.people() ?? []);
  }).rejects.toMatchObject({ code: 'wecom-not-json' })
})

test('files go out, and pictures come in', async () => {
  const { adapter, zhang, took, start } = await startAdapter({ channels: 'app' })
  await start()
  const bytes = new TextEncoder().encode('姓名,部门\n张三,销售')
  const file = { name: '名单 100%.csv', type: 'text/csv', bytes }
  expect((await adapter.send(toZhang({ text: '名单', files: [file] }))).kind).toBe('sent')
  const got = zhang.sees({ in: 'app' }).at(-1)?.file
  expect([got?.name, Buffer.from(got?.bytes ?? []).toString()]).toEqual([file.name, '姓名,部门\n张三,销售'])
  await zhang.sendPicture({ name: 'a.png', type: 'image/png', bytes })
  const [inbound] = took
  if (inbound?.kind !== 'files') throw new Error('no file came in')
  expect(Buffer.from((await inbound.files[0]?.read(1000)) ?? []).toString()).toContain('张三')
  await expect(inbound.files[0]?.read(5)).rejects.toMatchObject({ code: 'media-too-large' })
})
