import { readdirSync } from 'node:fs'
import { format } from 'node:util'
import { expect, onTestFinished, test, vi } from 'vitest'
import { WechatyAdapter } from '#adapters/wechaty'
import type { Inbound, Log, Post, Reception } from '#core'
import { systemRandom } from '#vault'
import { systemClock } from '../../../src/system-clock.ts'
import { Gateway, HR_ROOM, TOKEN } from '../../emulators/wechat/gateway.ts'
import { scratchFolder } from '../../support/scratch.ts'

const SECRET = '茶水间的秘密'
const [IMAGE, VOICE] = [6, 2]

/** An adapter on a gateway, with everything it took and logged. */
async function begin(answer: (inbound: Inbound) => Reception = () => ({}), open = true) {
  const gateway = await Gateway.start()
  if (!open) await gateway.close()
  const took: Inbound[] = []
  const lines: string[] = []
  const tell = (event: string, fields?: unknown) => lines.push(format('%s %j', event, fields))
  const unreachable = Promise.withResolvers<void>()
  const warn = (event: string, fields?: unknown) => {
    tell(event, fields)
    if (event === 'wechat.unreachable') unreachable.resolve()
  }
  const log: Log = { debug: tell, info: tell, warn, error: tell }
  const adapter = new WechatyAdapter(
    { endpoint: gateway.endpoint, secrets: { token: TOKEN } },
    { workspace: 'company', clock: systemClock, random: systemRandom, log, load: gateway.load, firstPauseMs: 10 },
  )
  onTestFinished(async () => {
    await adapter.stop()
    await gateway.close()
  })
  const start = () =>
    adapter.start(async (inbound) => {
      took.push(inbound)
      return answer(inbound)
    })
  const heard = async () => {
    await gateway.until(() => gateway.heard >= gateway.told)
    await adapter.handled()
  }
  return { gateway, adapter, took, lines, start, heard, unreachable: unreachable.promise }
}

function to(userId: string, text: string): Post {
  return { key: 'a'.repeat(32), to: { kind: 'user', userId }, message: { text } }
}

test('a gateway that is not there at the start is reached when it comes', async () => {
  const { gateway, adapter, took, start, heard, unreachable } = await begin(undefined, false)
  await start()
  await unreachable
  const anna = gateway.contact('wxid_anna')
  expect(await adapter.send(to(anna, 'x'))).toMatchObject({ kind: 'refused', permanent: false })
  await gateway.open()
  await gateway.loggedIn()
  gateway.say(anna, '你好')
  await heard()
  expect(took).toMatchObject([{ kind: 'text', text: '你好' }])
  expect((await adapter.send(to(anna, '收到'))).kind).toBe('sent')
})

test('a gateway that goes and comes again finds the bot again, twice over', async () => {
  const { gateway, adapter, took, start, heard } = await begin()
  await start()
  await gateway.loggedIn()
  const anna = gateway.contact('wxid_anna')
  for (const text of ['一', '二']) {
    await gateway.close()
    await gateway.gone()
    expect(await adapter.send(to(anna, 'x'))).toMatchObject({ kind: 'refused', permanent: false })
    await gateway.open()
    await gateway.loggedIn()
    gateway.say(anna, text)
    await heard()
  }
  expect(took).toMatchObject([{ text: '一' }, { text: '二' }])
})

test('while the account is logged out sending is refused for now; after the login it goes', async () => {
  const { gateway, adapter, start } = await begin()
  await start()
  await gateway.loggedIn()
  const anna = gateway.contact('wxid_anna')
  await gateway.logout()
  expect(await adapter.send(to(anna, '一'))).toEqual({ kind: 'refused', code: 'not-logged-in', permanent: false })
  gateway.login()
  await gateway.loggedIn()
  expect((await adapter.send(to(anna, '一'))).kind).toBe('sent')
  expect(gateway.messages().map(({ text }) => text)).toEqual(['一'])
})

test('somebody who is no contact is refused for good', async () => {
  const { adapter, gateway, start } = await begin()
  await start()
  await gateway.loggedIn()
  const outcome = await adapter.send(to('wxid_nobody', 'x'))
  expect(outcome).toEqual({ kind: 'refused', code: 'no-such-contact', permanent: true })
})

test('in a room only a mention is heard, without the name; the answer goes to the person alone', async () => {
  const { gateway, took, start, heard } = await begin(() => ({ notices: [{ text: '好的' }] }))
  await start()
  await gateway.loggedIn()
  const anna = gateway.contact('wxid_anna')
  gateway.sayInRoom(anna, '大家好', false)
  gateway.sayInRoom(anna, '帮助', true)
  await heard()
  expect(took).toMatchObject([
    { kind: 'text', text: '帮助', place: { kind: 'channel', channelId: HR_ROOM, thread: null } },
  ])
  expect(gateway.messages().at(-1)).toMatchObject({ text: '好的', listenerId: anna })
})

test('pictures and voice are told as what they are; its own voice is not heard', async () => {
  const { gateway, adapter, took, start, heard } = await begin()
  await start()
  await gateway.loggedIn()
  const anna = gateway.contact('wxid_anna')
  gateway.sendOther(anna, IMAGE)
  gateway.sendOther(anna, VOICE)
  await adapter.send(to(anna, '我自己'))
  await heard()
  expect(took.map((one) => one.kind === 'unsupported' && one.what).toSorted()).toEqual(['image', 'voice'])
})

test('a very long text comes whole, in parts that WeChat takes', async () => {
  const { gateway, adapter, start } = await begin()
  await start()
  await gateway.loggedIn()
  const long = Array.from({ length: 900 }, (_, n) => `第${n}行👩‍👩‍👧`).join('\n')
  expect((await adapter.send(to(gateway.contact('wxid_anna'), long))).kind).toBe('sent')
  const parts = gateway.messages().map(({ text = '' }) => text)
  expect(parts.length).toBeGreaterThan(3)
  expect(Math.max(...parts.map((part) => part.length))).toBeLessThanOrEqual(adapter.capabilities.textMax)
  expect(parts.join('\n')).toBe(long)
})

test('nothing that is written anywhere holds a text, a token or a name', async () => {
  const home = scratchFolder()
  vi.stubEnv('HOME', home)
  onTestFinished(() => void vi.unstubAllEnvs())
  const written: string[] = []
  const take = (...args: unknown[]) => written.push(format(...args)) > 0
  const streams = [vi.spyOn(process.stdout, 'write'), vi.spyOn(process.stderr, 'write')]
  for (const stream of streams) stream.mockImplementation(take)
  const consoles = (['log', 'info', 'warn', 'error', 'debug'] as const).map((name) =>
    vi.spyOn(console, name).mockImplementation(take),
  )
  let lines: readonly string[] = []
  try {
    const begun = await begin((inbound) => {
      if (inbound.kind === 'text' && inbound.text.includes('boom')) throw new Error(SECRET)
      return { notices: [{ text: SECRET }] }
    })
    const { gateway, adapter, start, heard } = begun
    lines = begun.lines
    await start()
    await gateway.loggedIn()
    const anna = gateway.contact('wxid_anna')
    gateway.say(anna, SECRET)
    gateway.say(anna, `boom ${SECRET}`)
    await heard()
    await adapter.send(to(anna, SECRET))
    await adapter.send(to('wxid_nobody', SECRET))
    gateway.tell('message', { messageId: SECRET })
    await gateway.close()
    await gateway.gone()
    await adapter.send(to(anna, SECRET))
    await adapter.stop()
  } finally {
    for (const spy of [...streams, ...consoles]) spy.mockRestore()
  }
  expect(lines.some((line) => line.includes('wechat.lost'))).toBe(true)
  for (const needle of [SECRET, TOKEN, 'wxid_anna', 'name-of-', HR_ROOM]) {
    expect(`${lines.join('\n')}\n${written.join('\n')}`).not.toContain(needle)
  }
  // wechaty's own cache would hold people's names there, under the token.
  expect(readdirSync(home)).toEqual([])
})
