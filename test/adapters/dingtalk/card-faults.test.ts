import { expect, test } from 'vitest'
import { BAN, HTML, MONTH, QPS } from '../../emulators/dingtalk/faults.ts'
import { ANNA, GROUP, startAdapter, toAnna } from './start-adapter.ts'

const CREATE = '/v1.0/card/instances/createAndDeliver'
const UPLOAD = '/media/upload'
const BATCH = '/v1.0/robot/oToMessages/batchSend'

test('a card whose answer was lost is shown once, however often it is sent', async () => {
  const { dingtalk, adapter, anna } = await startAdapter()
  const post = toAnna('填一下', { button: true })
  dingtalk.faults.plan(CREATE, { kind: 'drop', when: 'after' })
  await expect(adapter.send(post)).rejects.toThrow()
  const again = await adapter.send(post)
  expect(again.kind).toBe('sent')
  expect(await adapter.send(post)).toEqual(again)
  expect(anna.sees()).toHaveLength(1)
})

test.each([
  ['a limit of a second', QPS, { kind: 'refused', permanent: false, retryAfterMs: 1000 }],
  ['the month is used up', MONTH, { kind: 'refused', permanent: false, retryAfterMs: 3_600_000 }],
  ['a page', HTML, { kind: 'refused', permanent: false }],
  ['a ban', BAN, { kind: 'refused', permanent: false, code: 'ip-banned' }],
  ['busy', { kind: 'answer', status: 500, body: '{"code":"system.busy"}' }, { kind: 'uncertain' }],
  [
    'no template of that name',
    { kind: 'answer', status: 400, body: '{"code":"param.templateNotExist"}' },
    { kind: 'refused' },
  ],
] as const)('a card, and %s', async (_, fault, outcome) => {
  const { dingtalk, adapter, anna } = await startAdapter()
  dingtalk.faults.plan(CREATE, fault)
  const post = toAnna('填一下', { button: true })
  expect(await adapter.send(post)).toMatchObject(outcome)
  expect(anna.sees()).toEqual([])
  expect((await adapter.send(post)).kind).toBe('sent')
})

test('somebody who is not there, and a group the robot is not in: refused, and not for nothing tried again', async () => {
  const { adapter } = await startAdapter()
  const gone = { ...toAnna('填一下', { button: true }), to: { kind: 'user', userId: 'gone' } } as const
  expect(await adapter.send(gone)).toMatchObject({ kind: 'refused', permanent: true })
  const group = { ...gone, key: 'g', to: { kind: 'channel', channelId: 'cidElsewhere' } } as const
  expect((await adapter.send(group)).kind).toBe('refused')
  const here = { ...group, key: 'h', to: { kind: 'channel', channelId: GROUP } } as const
  expect((await adapter.send(here)).kind).toBe('sent')
})

test('a file that could not be brought there is sent when it could', async () => {
  const { dingtalk, adapter, anna } = await startAdapter()
  const files = [{ name: '结果.csv', type: 'text/csv', bytes: new TextEncoder().encode('甲,5\n') }]
  const to = { kind: 'user', userId: ANNA } as const
  const post = { key: 'k', to, message: { text: '', files } }
  dingtalk.faults.plan(UPLOAD, { kind: 'answer', status: 200, body: '{"errcode":-1,"errmsg":"busy"}' })
  expect((await adapter.send(post)).kind).toBe('refused')
  dingtalk.revokeTokens()
  expect((await adapter.send(post)).kind).toBe('sent')
  expect(anna.sees().map(({ file }) => file?.name)).toEqual(['结果.csv'])
})

test('many people: each batch is one call, none holds more than twenty; who is slowed waits alone', async () => {
  const { dingtalk, adapter } = await startAdapter({ templates: false })
  const ids = Array.from({ length: 20 }, (_, n) => `staff${n}`)
  for (const userid of ids) dingtalk.organisation.add({ userid })
  dingtalk.organisation.flowControlled.add('staff3')
  const posts = ids.map((userId) => ({ ...toAnna('通知', { key: 'k' }), to: { kind: 'user', userId } as const }))
  const outcomes = await adapter.sendMany(posts)
  expect(outcomes.map(({ kind }) => kind)).toEqual(ids.map((id) => (id === 'staff3' ? 'refused' : 'sent')))
  expect(dingtalk.calls.filter(({ path }) => path === BATCH)).toHaveLength(1)
  expect(adapter.capabilities.batch?.max).toBe(20)
})

test('what a person did on a card while nobody listened comes when somebody does', async () => {
  const { dingtalk, hub, adapter, anna, took, start } = await startAdapter({
    emulator: { hub: { repeatsCallbacks: true } },
  })
  await adapter.send(toAnna('填一下', { button: true }))
  const card = anna.sees()[0]?.card
  if (!card) throw new Error('no card')
  const tapped = anna.tap(card, '开始填写')
  await start()
  expect(await tapped).toBe(true)
  expect(took).toMatchObject([{ kind: 'action', actionId: 'survey.start', value: 'v' }])
  // The next tap is another one.
  await anna.tap(card, '开始填写')
  expect(new Set(took.map(({ key }) => key)).size).toBe(2)
  await hub.redeliver()
  expect(new Set(took.map(({ key }) => key)).size).toBe(2)
  expect([...dingtalk.cards.unknownVariables]).toEqual([])
})
