import { describe, expect, test } from 'vitest'
import { BAN, HTML, MONTH, QPS } from '../../emulators/dingtalk/faults.ts'
import { CHOICE, GROUP, startAdapter, to } from './start-adapter.ts'

const CARD = '/v1.0/card/instances/createAndDeliver'
const CHANGE = '/v1.0/card/instances'
const TOKEN = '/v1.0/oauth2/accessToken'
const answer = (status: number, code: string) => ({ kind: 'answer', status, body: JSON.stringify({ code }) }) as const
const BAD_GATEWAY = { kind: 'answer', status: 502, body: '<html></html>' } as const

describe('DingTalk: how the sending of a card ends', () => {
  test.each([
    ['too many a second', QPS, { kind: 'refused', permanent: false, retryAfterMs: 1000 }],
    ['the month is used up', MONTH, { kind: 'refused', permanent: false, retryAfterMs: 3_600_000 }],
    ['the address is banned', BAN, { kind: 'refused', code: 'ip-banned', retryAfterMs: 300_000 }],
    ['a page in the place of JSON', HTML, { kind: 'refused', code: 'ip-banned', permanent: false }],
    ['a server error', BAD_GATEWAY, { kind: 'uncertain' }],
    ['a server error in JSON', answer(503, 'ServiceUnavailable'), { kind: 'uncertain' }],
    ['a template of somebody else', answer(400, 'param.templateNotExist'), { kind: 'refused', permanent: false }],
    ['what can never be taken', answer(400, 'param.invalid'), { kind: 'refused', permanent: true }],
  ] as const)('%s', async (_, fault, outcome) => {
    const { dingtalk, adapter } = await startAdapter()
    dingtalk.faults.plan(CARD, fault)
    const post = to('U1', CHOICE)
    expect(await adapter.send(post)).toMatchObject(outcome)
    expect(await adapter.send(post)).toMatchObject({ kind: 'sent' })
    expect(dingtalk.organisation.in('U1')).toHaveLength(1)
  })

  test('a lost answer: looked up, or sent once more, it is there once', async () => {
    const { dingtalk, adapter } = await startAdapter()
    const [arrived, vanished] = [to('U1', CHOICE, 'arrived'), to('U2', CHOICE, 'vanished')]
    dingtalk.faults.plan(CARD, { kind: 'drop', when: 'after' })
    await expect(adapter.send(arrived)).rejects.toThrow()
    expect(await adapter.lookUp(arrived)).toMatchObject({ kind: 'sent' })
    dingtalk.faults.plan(CARD, { kind: 'drop', when: 'before' })
    await expect(adapter.send(vanished)).rejects.toThrow()
    expect(await adapter.lookUp(vanished)).toBeNull()
    for (const post of [arrived, vanished]) expect(await adapter.send(post)).toMatchObject({ kind: 'sent' })
    expect(dingtalk.organisation.shown).toHaveLength(2)
  })

  test('a change that was not taken is refused or in doubt as well', async () => {
    const { dingtalk, adapter } = await startAdapter()
    const sent = await adapter.send(to('U1', CHOICE))
    if (sent.kind !== 'sent') throw new Error(sent.code)
    const change = { ...to('U1', { text: '已处理' }), replaces: sent.messageId }
    dingtalk.faults.plan(CHANGE, QPS)
    expect(await adapter.send(change)).toMatchObject({ kind: 'refused', retryAfterMs: 1000 })
    dingtalk.faults.plan(CHANGE, BAD_GATEWAY)
    expect(await adapter.send(change)).toMatchObject({ kind: 'uncertain' })
    expect(await adapter.send(change)).toEqual(sent)
  })

  test('a text too long for a card goes before it; changed, the card holds its beginning', async () => {
    const { dingtalk, adapter, one } = await startAdapter()
    const long = { ...CHOICE, text: `${'很长的来信。'.repeat(300)}完` }
    const post = to('U1', long, 'k')
    dingtalk.faults.plan(CARD, answer(400, 'param.lengthExceeded'))
    const sent = await adapter.send(post)
    const [before, after] = dingtalk.organisation.in('U1')
    expect(before?.text).toContain('完')
    expect(after?.card && one.card(after.card).buttons).toHaveLength(2)
    if (sent.kind !== 'sent') throw new Error(sent.code)
    dingtalk.faults.plan(CHANGE, answer(400, 'param.lengthExceeded'))
    expect(await adapter.send({ ...post, key: 'l', replaces: sent.messageId })).toEqual(sent)
    expect(dingtalk.organisation.in('U1')).toHaveLength(2)
  })

  test('somebody outside, a group without the robot', async () => {
    const { dingtalk, adapter } = await startAdapter()
    const gone = { kind: 'refused', code: 'card-not-delivered', permanent: true }
    expect(await adapter.send(to('nobody', CHOICE))).toMatchObject(gone)
    const group = { key: 'k', to: { kind: 'channel', channelId: 'elsewhere' }, message: CHOICE } as const
    expect(await adapter.send(group)).toMatchObject(gone)
    expect(await adapter.send({ ...group, key: 'l', to: { kind: 'channel', channelId: GROUP } })).toMatchObject({
      kind: 'sent',
    })
    expect(dingtalk.organisation.shown).toHaveLength(1)
  })
})

describe('DingTalk: access', () => {
  test('revoked in mid-run, ended, replaced by another process: one new token, nothing lost', async () => {
    const { dingtalk, adapter } = await startAdapter()
    for (const [n, message] of [CHOICE, { text: '你好' }, CHOICE, { text: '再见' }].entries()) {
      expect(await adapter.send(to('U1', message, `k${n}`))).toMatchObject({ kind: 'sent' })
      dingtalk.revokeTokens()
    }
    expect(dingtalk.tokensGiven).toBe(4)
    expect(dingtalk.organisation.in('U1')).toHaveLength(4)
  })

  test.each([
    ['a server error', BAD_GATEWAY],
    ['a page', HTML],
    ['a refusal', answer(400, 'invalidClientIdOrSecret')],
    ['a limit', QPS],
    ['no answer', { kind: 'drop', when: 'before' }],
  ] as const)('%s in the place of a token: nothing was asked, so nothing is in doubt or given up', async (_, fault) => {
    const { dingtalk, adapter } = await startAdapter()
    const post = to('U1', CHOICE)
    dingtalk.faults.plan(TOKEN, fault)
    expect(await adapter.send(post)).toMatchObject({ kind: 'refused', permanent: false })
    expect(await adapter.send(post)).toMatchObject({ kind: 'sent' })
  })

  test('a slow token is waited for, once for everybody', async () => {
    const { dingtalk, adapter } = await startAdapter()
    const gate = Promise.withResolvers<void>()
    dingtalk.faults.plan(TOKEN, { kind: 'slow', until: gate.promise })
    const sending = ['U1', 'U2', 'U3'].map((id) => adapter.send(to(id, CHOICE)))
    gate.resolve()
    for (const outcome of await Promise.all(sending)) expect(outcome).toMatchObject({ kind: 'sent' })
    expect(dingtalk.tokensGiven).toBe(1)
  })
})

describe('DingTalk: a burst', () => {
  test('of server errors passes; what was in doubt is there once, what was refused arrives', async () => {
    const { dingtalk, adapter } = await startAdapter()
    dingtalk.faults.plan(CARD, BAD_GATEWAY, 4)
    dingtalk.faults.plan('/v1.0/robot/oToMessages/batchSend', BAD_GATEWAY, 4)
    const posts = Array.from({ length: 8 }, (_, n) => to('U1', n % 2 ? CHOICE : { text: `第${n}条` }, `k${n}`))
    for (let left = [...posts], round = 0; left.length > 0; round++) {
      expect(round).toBeLessThan(5)
      const outcomes = await Promise.all(left.map((post) => adapter.send(post)))
      left = left.filter((_, index) => outcomes[index]?.kind !== 'sent')
    }
    expect(dingtalk.organisation.in('U1')).toHaveLength(8)
  })

  test('half-open: the connection on which nothing passes is given up, and what came meanwhile is delivered', async () => {
    const { dingtalk, took, one, start } = await startAdapter({
      emulator: { hub: { repeatsCallbacks: true, ackMs: 100 } },
    })
    await start()
    const { hub } = dingtalk
    hub.stall()
    const said = one.say('你好')
    hub.closeAll()
    await hub.until(() => hub.listening.length === 1)
    expect(await said).toBe(true)
    expect(took).toMatchObject([{ kind: 'text', text: '你好' }])
  })
})
