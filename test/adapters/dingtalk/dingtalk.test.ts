import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { Dingtalk } from '#adapters/dingtalk'
import { Identified, type Inbound, type LogFields, type Post, type Receive } from '#core'
import { systemClock } from '../../../src/system-clock.ts'
import { DingtalkEmulator } from '../../emulators/dingtalk/dingtalk-emulator.ts'
import { seededRandom } from '../../support/seeded-random.ts'

const FAST = { firstRetryMs: 2, longestRetryMs: 8, steadyMs: 50, requestMs: 2000 }
const FUZZED = Number(process.env.HEARBACK_FUZZ ?? 5000)

function random(seed: number) {
  const next = seededRandom(seed)
  let ids = 0
  return { id: () => `id-${++ids}`, below: (below: number) => Math.floor(next() * below) }
}

async function begin(receive?: Receive, timings = {}) {
  // Waits are short here, so that calls come faster than they may.
  const emulator = await DingtalkEmulator.start({ secondMs: null })
  for (const userid of ['U1', 'U2', 'U3']) emulator.organisation.add({ userid })
  emulator.organisation.groups.add('cid-hr')
  const taken: Inbound[] = []
  const lines: string[] = []
  const write = (event: string, fields?: LogFields) => void lines.push(`${event} ${JSON.stringify(fields ?? {})}`)
  const log = { debug: write, info: write, warn: write, error: write }
  const { clientId, clientSecret, url } = emulator
  const settings = {
    clientId,
    robotCode: clientId,
    monthlyCalls: 5000,
    callsPerSecond: 20,
    cardTemplateId: null,
    formTemplateId: null,
    apiUrl: url,
    oapiUrl: url,
    secrets: { clientSecret },
  }
  const parts = { workspace: 'company', clock: systemClock, random: random(1), log, publicUrl: null }
  const consoles = (['log', 'info', 'warn', 'error', 'debug'] as const).map((name) => vi.spyOn(console, name))
  const adapter = new Dingtalk(settings, {
    ...parts,
    onServerDate: () => {},
    countCalls: async () => {},
    timings: { ...FAST, ...timings },
  })
  onTestFinished(async () => {
    await adapter.stop()
    await emulator.stop()
    for (const spy of consoles) {
      expect(spy).not.toHaveBeenCalled()
      spy.mockRestore()
    }
    expect(lines.join('\n')).not.toMatch(/very-secret|token-\d|ticket|你好|U1/)
  })
  const take: Receive = async (inbound) => {
    taken.push(inbound)
    return receive ? receive(inbound) : {}
  }
  return { adapter, emulator, hub: emulator.hub, taken, lines, start: () => adapter.start(take) }
}

const post = (userId: string, text: string, key = 'k1'): Post => ({
  key,
  to: { kind: 'user', userId },
  message: { text },
})

describe('what comes in', () => {
  test('is acknowledged after it was taken, and not when it was not', async () => {
    const gate = Promise.withResolvers<void>()
    const { emulator, hub, taken, start } = await begin(async () => {
      await gate.promise
      return {}
    })
    await start()
    const frame = hub.push(emulator.said('U1', '你好'))
    const ping = hub.ping('x')
    await hub.until(() => hub.acknowledged.includes(ping))
    expect(hub.acknowledged).not.toContain(frame)
    gate.resolve()
    await hub.until(() => hub.acknowledged.includes(frame))
    expect(taken).toHaveLength(1)
    expect(taken[0]).toMatchObject({ kind: 'text', text: '你好', place: { kind: 'direct' } })
    const { from } = taken[0] as Inbound
    expect(Identified.reveal(from)).toEqual({ platform: 'dingtalk', workspace: 'company', userId: 'U1' })
  })

  test('has the same key each time it is delivered; a group names itself, and its leading blank goes', async () => {
    const { emulator, hub, taken, start } = await begin()
    await start()
    const said = emulator.said('U1', '来信', 'cid-hr')
    const frames = [hub.push(said), hub.push(said)]
    await hub.until(() => frames.every((frame) => hub.acknowledged.includes(frame)))
    expect(taken.map(({ key }) => key)).toEqual([`robot ${said.msgId}`, `robot ${said.msgId}`])
    expect(taken[0]).toMatchObject({ text: '来信', place: { kind: 'channel', channelId: 'cid-hr', thread: null } })
  })

  test('a stranger is answered where they wrote, without a call that counts', async () => {
    const { emulator, hub, start } = await begin(async () => ({ notices: [{ text: '请联系人事部。' }] }))
    await start()
    hub.push(emulator.said(null, '你好'))
    await hub.until(() => emulator.seen.length === 1)
    expect(emulator.seen[0]).toMatchObject({ to: 'stranger', text: expect.stringContaining('请联系人事部。') })
    expect(emulator.limits.left).toBe(5000)
  })

  test('unknown topics are acknowledged; our own voice and other robots are not heard', async () => {
    const { emulator, hub, taken, start } = await begin()
    await start()
    const said = emulator.said('U1', '你好')
    const frames = [
      hub.push({}, '/v1.0/never/heard/of'),
      hub.push({ ...said, senderId: said.chatbotUserId }),
      hub.push({ ...said, robotCode: 'another' }),
    ]
    await hub.until(() => frames.every((frame) => hub.acknowledged.includes(frame)))
    expect(taken).toEqual([])
  })

  test(`${FUZZED} broken frames end nothing`, async () => {
    const { emulator, hub, start } = await begin()
    await start()
    const { below } = random(7)
    const data = JSON.stringify(emulator.said('U1', '你好'))
    const headers = { topic: '/v1.0/im/bot/messages/get', messageId: 'fuzz', contentType: 'application/json' }
    const whole = JSON.stringify({ specVersion: '1.0', type: 'CALLBACK', headers, data })
    for (let n = 0; n < FUZZED; n++) {
      const at = below(whole.length)
      const put = ['', '"', '{', 'null', '\\', '0', '\u0000', ']'][below(8)]
      hub.raw(whole.slice(0, at) + put + whole.slice(at + below(4)))
    }
    for (const frame of ['null', '[]', '""', '{}', '{"type":"SYSTEM"}', '{"type":"CALLBACK","headers":{}}'])
      hub.raw(frame)
    const ping = hub.ping('still here')
    await hub.until(() => hub.acknowledged.includes(ping))
    expect(emulator.opened).toBe(1)
  })
})

describe('the connection', () => {
  test('a new one is open before the old one, given up by DingTalk, ends', async () => {
    const { emulator, hub, taken, start } = await begin()
    await start()
    hub.disconnect()
    await hub.until(() => hub.listening.length === 1)
    const frame = hub.push(emulator.said('U1', '你好'))
    await hub.until(() => hub.acknowledged.includes(frame))
    expect(taken).toHaveLength(1)
    expect(emulator.opened).toBe(2)
  })

  test('comes back after 50 refusals, one attempt at a time', async () => {
    const { emulator, hub, lines, start } = await begin()
    await start()
    emulator.refuseSockets = 50
    hub.closeAll()
    await hub.until(() => emulator.opened === 2)
    expect(lines.filter((line) => line.startsWith('dingtalk.not-connected'))).toHaveLength(50)
    const ping = hub.ping('x')
    await hub.until(() => hub.acknowledged.includes(ping))
    expect(hub.listening).toHaveLength(1)
  })

  test('one on which nothing is heard is given up', async () => {
    const { emulator, hub, start } = await begin(undefined, { pingMs: 5, silentMs: 15 })
    await start()
    for (const socket of hub.listening) socket.pause()
    await hub.until(() => emulator.opened >= 2)
    expect(emulator.opened).toBeGreaterThanOrEqual(2)
  })
})

describe('what goes out', () => {
  test('equal texts arrive twice where they are two messages, and once where they are one', async () => {
    const { adapter, emulator } = await begin()
    expect(await adapter.send(post('U1', '你好', 'a'))).toMatchObject({ kind: 'sent' })
    await adapter.send(post('U1', '你好', 'b'))
    await adapter.send(post('U1', '你好', 'a'))
    expect(emulator.seen).toHaveLength(2)
  })

  test('a batch is one call, and whom DingTalk left out is told apart', async () => {
    const { adapter, emulator } = await begin()
    emulator.organisation.flowControlled.add('U2')
    const outcomes = await adapter.sendMany(['U1', 'U2', 'nobody', 'U3'].map((id) => post(id, '你好')))
    expect(outcomes).toMatchObject([
      { kind: 'sent' },
      { kind: 'refused', permanent: false, pauses: 'recipient' },
      { kind: 'refused', permanent: true },
      { kind: 'sent' },
    ])
    expect(emulator.limits.left).toBe(4999)
    expect(emulator.seen.map(({ to }) => to)).toEqual(['U1', 'U3'])
  })

  test('goes to a group the robot is in', async () => {
    const { adapter, emulator } = await begin()
    const to = { kind: 'channel', channelId: 'cid-hr' } as const
    const message = { title: '来信', text: '一行\n两行', sections: [{ text: '三行' }] }
    expect(await adapter.send({ key: 'k', to, message })).toMatchObject({ kind: 'sent' })
    expect(emulator.seen[0]?.text).toMatch(/^#### 来信\n\n一行 {2}\n两行\n\n三行\n\n·\w{4}$/)
  })

  test('a revoked token is replaced by another, once', async () => {
    const { adapter, emulator } = await begin()
    await adapter.send(post('U1', '一', 'a'))
    emulator.revokeTokens()
    expect(await adapter.send(post('U1', '二', 'b'))).toMatchObject({ kind: 'sent' })
    expect(emulator.tokensGiven).toBe(2)
  })

  test.each([
    [429, '{"code":"Throttling"}', { kind: 'refused', permanent: false, retryAfterMs: 1000 }],
    [403, '{"code":"Forbidden.AccessDenied.QpsLimitForAppkeyAndApi"}', { kind: 'refused', retryAfterMs: 1000 }],
    [403, '{"code":"Forbidden.AccessDenied.ApiCountLimitForOrg"}', { kind: 'refused', retryAfterMs: 3_600_000 }],
    [200, '<html>banned</html>', { kind: 'refused', code: 'ip-banned', permanent: false }],
    [200, '{"status":1111}', { kind: 'refused', code: 'ip-banned', permanent: false }],
    [500, '{"code":"ServiceUnavailable"}', { kind: 'uncertain' }],
    [502, '<html></html>', { kind: 'uncertain' }],
    [400, '{"code":"invalidParameter.msgParam"}', { kind: 'refused', permanent: true }],
    [403, '{"code":"Forbidden.AccessDenied.AccessTokenPermissionDenied"}', { kind: 'refused', permanent: false }],
  ])('%i %s', async (status, body, outcome) => {
    const { adapter, emulator } = await begin()
    emulator.faults.plan('/v1.0/robot/oToMessages/batchSend', { kind: 'answer', status, body })
    expect(await adapter.send(post('U1', '你好'))).toMatchObject(outcome)
    expect(emulator.seen).toEqual([])
  })
})

test('doctor is told whether the credentials are taken', async () => {
  const { adapter } = await begin()
  expect((await adapter.check('en')).map(({ mark }) => mark)).toEqual(['✓', '✓', '✓', '!', '!', '✗'])
  const fresh = await begin()
  const refused = { kind: 'answer', status: 400, body: '{"code":"invalidClientIdOrSecret"}' } as const
  fresh.emulator.faults.plan('/v1.0/oauth2/accessToken', refused)
  const [finding] = await fresh.adapter.check('zh-CN')
  expect(finding).toMatchObject({ mark: '✗', text: expect.stringContaining('DINGTALK_CLIENT_SECRET') })
})
