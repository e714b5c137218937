import { expect, onTestFinished, test } from 'vitest'
import { BAN, HTML, MONTH, QPS } from '../../emulators/dingtalk/faults.ts'
import { CHOICE, startAdapter, to } from './start-adapter.ts'

const GATEWAY = '/v1.0/gateway/connections/open'
const TOKEN = '/v1.0/oauth2/accessToken'

test('dropped without a word, asked to go, refused fifty times, answered with anything: it comes back each time', async () => {
  const { dingtalk, hub, one, took, start } = await startAdapter()
  await start()
  const back = async (break_: () => void) => {
    const { opened } = dingtalk
    break_()
    await hub.until(() => dingtalk.opened > opened && hub.listening.length > 0)
    const before = took.length
    expect(await one.say('还在吗')).toBe(true)
    expect(took).toHaveLength(before + 1)
  }
  await back(() => hub.closeAll())
  await back(() => hub.disconnect())
  await back(() => {
    dingtalk.refuseSockets = 50
    hub.closeAll()
  })
  await back(() => {
    for (const fault of [HTML, BAN, QPS, MONTH, { kind: 'answer', status: 502, body: 'bad gateway' }] as const) {
      dingtalk.faults.plan(GATEWAY, fault, 2)
    }
    dingtalk.faults.plan(GATEWAY, {
      kind: 'answer',
      status: 200,
      body: '{"endpoint":"javascript:alert(1)","ticket":"x"}',
    })
    dingtalk.faults.plan(GATEWAY, { kind: 'answer', status: 401, body: '{"code":"authFailed"}' })
    dingtalk.faults.plan(GATEWAY, { kind: 'drop', when: 'before' })
    dingtalk.faults.plan(GATEWAY, { kind: 'drop', when: 'after' })
    hub.closeAll()
  })
  expect(hub.lost).toBe(0)
})

test('a half-open connection is noticed and replaced', async () => {
  const { dingtalk, hub, one, took, start } = await startAdapter({ timings: { pingMs: 10, silentMs: 30 } })
  await start()
  hub.stall()
  await hub.until(() => dingtalk.opened >= 2 && hub.listening.length > 0)
  await one.say('你好')
  expect(took).toHaveLength(1)
})

test('an address that never comes is given up, and asked for again', async () => {
  const { dingtalk, hub, start } = await startAdapter({ timings: { requestMs: 50 } })
  dingtalk.faults.plan(GATEWAY, { kind: 'slow', until: new Promise(() => {}) }, 2)
  await start()
  await hub.until(() => dingtalk.opened === 1)
})

test('what is in hand when DingTalk wants another connection is still acknowledged', async () => {
  const [asked, gate] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const { dingtalk, hub, one, start } = await startAdapter({
    emulator: { hub: { goodbyeMs: 5000 } },
    timings: { steadyMs: 5000 },
    answer: async () => {
      asked.resolve()
      await gate.promise
      return {}
    },
  })
  await start()
  const said = one.say('慢慢来')
  await asked.promise
  hub.disconnect()
  await hub.until(() => dingtalk.opened === 2)
  gate.resolve()
  expect(await said).toBe(true)
  expect(hub.lost).toBe(0)
})

test.each([true, false])(
  'what the core could not commit is tried again before anything is told (repeated: %s)',
  async (repeated) => {
    let fails = 1
    const { hub, one, took, start } = await startAdapter({
      emulator: { hub: { repeatsCallbacks: repeated, ackMs: 20_000 } },
      answer: () => {
        if (fails-- > 0) throw new Error('database is busy')
        return {}
      },
    })
    await start()
    expect(await one.say('你好')).toBe(true)
    expect(took.map(({ key }) => key)).toEqual(new Array(2).fill(took[0]?.key))
    expect(hub.lost).toBe(0)
  },
)

test('a connection that breaks before the acknowledgement: where DingTalk repeats, it is the same thing once more', async () => {
  const { dingtalk, hub, one, took, start } = await startAdapter({
    emulator: { hub: { repeatsCallbacks: true } },
    answer: async () => {
      if (dingtalk.opened === 1) hub.closeAll()
      return {}
    },
  })
  await start()
  expect(await one.say('你好')).toBe(true)
  expect(took.map(({ key }) => key)).toEqual(new Array(2).fill(took[0]?.key))
})

test('two processes listen: what is said goes to one of them; when one goes, the other takes everything', async () => {
  const first = await startAdapter()
  await first.start()
  const second = first.create()
  onTestFinished(() => second.stop())
  const took: string[] = []
  await second.start(async ({ key }) => {
    took.push(key)
    return {}
  })
  await first.hub.until(() => first.hub.listening.length === 2)
  for (let n = 0; n < 20; n++) await first.one.say(`${n}`)
  expect(first.took.length + took.length).toBe(20)
  await second.stop()
  await first.hub.until(() => first.hub.listening.length === 1)
  for (let n = 0; n < 5; n++) await first.one.say(`${n}`)
  expect(first.took.length + took.length).toBe(25)
})

test('a token that ended or was taken back is replaced in mid-run; one that comes slowly is waited for', async () => {
  let now = Date.now()
  const { dingtalk, adapter, one } = await startAdapter({ emulator: { now: () => now } })
  expect((await adapter.send(to('U1', '一'))).kind).toBe('sent')
  now += 3 * 3_600_000
  expect((await adapter.send(to('U1', '二'))).kind).toBe('sent')
  dingtalk.revokeTokens()
  expect((await adapter.send(to('U1', CHOICE))).kind).toBe('sent')
  const gate = Promise.withResolvers<void>()
  dingtalk.faults.plan(TOKEN, { kind: 'slow', until: gate.promise })
  dingtalk.revokeTokens()
  const slow = adapter.send(to('U1', '四'))
  gate.resolve()
  expect((await slow).kind).toBe('sent')
  expect(one.sees()).toHaveLength(4)
  // One that never comes holds up nothing for ever, and nothing was sent.
  dingtalk.faults.plan(TOKEN, { kind: 'slow', until: new Promise(() => {}) })
  dingtalk.revokeTokens()
  expect(await adapter.send(to('U1', '五'))).toMatchObject({ kind: 'refused', permanent: false })
  expect((await adapter.send(to('U1', '六'))).kind).toBe('sent')
  expect(one.sees()).toHaveLength(5)
})

test('stops in the middle of reconnecting', async () => {
  const { dingtalk, hub, adapter, start } = await startAdapter({
    timings: { firstRetryMs: 60_000, longestRetryMs: 60_000 },
  })
  dingtalk.refuseSockets = 1000
  await start()
  await adapter.stop()
  expect(hub.listening).toEqual([])
})

test('what time DingTalk has is told with each of its answers', async () => {
  const told: number[] = []
  const { dingtalk, adapter } = await startAdapter({ onServerDate: (date) => told.push(date) })
  const hour = 3_600_000
  dingtalk.skewMs = hour
  await adapter.send(to('U1', '几点了'))
  expect(told.length).toBeGreaterThan(0)
  for (const date of told) expect(Math.round((date - Date.now()) / hour)).toBe(1)
})
