import { expect, test } from 'vitest'
import { relinkTest } from '#adapters/wecom'
import type { Message } from '#core'
import { systemRandom } from '#vault'
import { systemClock } from '../../../src/system-clock.ts'
import { APP } from '../../emulators/wecom/wecom-emulator.ts'
import { QUICK, settingsFor, startAdapter, toZhang, until } from './start-adapter.ts'

const CARD: Message = {
  title: '问卷',
  text: '请填写',
  actions: [{ id: 'survey.start', label: '开始填写', value: 'r1' }],
}
const GROUP = 'wrGroupOfHr'

test('what is set up decides what it can do', async () => {
  const bot = (await startAdapter({ channels: 'bot' })).adapter
  const app = (await startAdapter({ channels: 'app' })).adapter
  const both = (await startAdapter({ channels: 'both' })).adapter
  const half = (await startAdapter({ channels: 'both, without callback' })).adapter
  const facts = [bot, app, both, half].map(({ capabilities, exclusive, webhook, directory }) => [
    capabilities.proactive,
    capabilities.buttons.max,
    exclusive,
    webhook !== undefined,
    directory !== undefined,
  ])
  expect(facts).toEqual([
    [false, 6, true, false, false],
    [true, 6, false, true, true],
    [true, 6, true, true, true],
    [true, 6, true, false, true],
  ])
  for (const { capabilities } of [bot, app, both, half]) expect(capabilities.sheet).toBeNull()
})

test('by the bot alone nobody is written to who has not written; as soon as they have, it arrives', async () => {
  const { adapter, zhang, start } = await startAdapter({ channels: 'bot' })
  await start()
  const post = toZhang('您好')
  expect(await adapter.send(post)).toEqual({ kind: 'refused', code: 'never-wrote', permanent: false })
  await zhang.write('你好')
  expect((await adapter.send(post)).kind).toBe('sent')
})

test('with both, a first word comes by the application, an answer where the person spoke', async () => {
  const { adapter, zhang, start, took } = await startAdapter()
  await start()
  await adapter.send(toZhang(CARD))
  const [invitation] = zhang.sees({ in: 'app' })
  if (!invitation) throw new Error('nothing came')
  await zhang.tap(invitation, '开始填写')
  await adapter.send(toZhang('第一题'))
  await zhang.write('转到机器人')
  await until(() => took.length === 2)
  await adapter.send(toZhang('第二题'))
  expect(zhang.sees({ in: 'app' }).map(({ text }) => text.slice(0, 3))).toEqual(['', '第一题'])
  expect(zhang.sees({ in: 'bot' }).map(({ text }) => text)).toEqual(['转到机器人', '第二题'])
})

test('without a callback the application names what can be done, and where', async () => {
  const { adapter, zhang, start } = await startAdapter({ channels: 'both, without callback' })
  await start()
  expect((await adapter.send(toZhang(CARD))).kind).toBe('sent')
  const [told] = zhang.sees({ in: 'app' })
  expect(told?.card).toBeNull()
  expect(told?.text).toContain('· 开始填写')
  expect(told?.text).toContain('机器人')
  await zhang.write('帮助')
  await adapter.send(toZhang(CARD))
  expect(
    zhang
      .sees({ in: 'bot' })
      .at(-1)
      ?.card?.button_list?.map(({ text }) => text),
  ).toEqual(['开始填写'])
})

test('while the bot is down the application carries on', async () => {
  const { wecom, adapter, zhang, start } = await startAdapter()
  await start()
  await zhang.write('你好')
  wecom.faults.refuseConnects = 1_000_000
  wecom.bot.drop()
  await until(() => !wecom.bot.subscribed)
  const outcome = await adapter.send(toZhang('还是送到'))
  // Either it went out before the cut was noticed and nobody knows, or by the application.
  if (outcome.kind !== 'sent') expect(outcome).toEqual({ kind: 'uncertain', code: 'no-answer' })
  expect((await adapter.send(toZhang('这也送到'))).kind).toBe('sent')
  expect(zhang.sees({ in: 'app' }).at(-1)?.text).toContain('这也送到')
})

test('in a group the bot hears what is said to it, without its name, and answers the person alone', async () => {
  const { wecom, adapter, zhang, start, took } = await startAdapter({
    channels: 'bot',
    answer: (inbound) => (inbound.place.kind === 'channel' ? { notices: [{ text: '只给您看' }] } : {}),
  })
  wecom.tenant.groups.set(GROUP, new Set())
  await start()
  await zhang.write('帮助', { in: 'group', chatId: GROUP })
  await adapter.handled()
  expect(took[0]).toMatchObject({
    kind: 'text',
    text: '帮助',
    place: { kind: 'channel', channelId: GROUP, thread: null },
  })
  const inGroup = () => zhang.sees({ in: 'group', chatId: GROUP }).filter(({ from }) => from === 'hearback')
  expect(inGroup()).toHaveLength(1)
  expect(inGroup()[0]?.text).toContain('单独告诉您')
  expect(inGroup()[0]?.text).not.toContain('只给您看')
  await zhang.write('你好')
  await zhang.write('帮助', { in: 'group', chatId: GROUP })
  await adapter.handled()
  expect(zhang.sees({ in: 'bot' }).at(-1)?.text).toBe('只给您看')
  expect(inGroup()).toHaveLength(1)
  const to = { kind: 'channel', channelId: GROUP } as const
  expect((await adapter.send({ ...toZhang(CARD), to })).kind).toBe('sent')
  const wrongCase = { kind: 'channel', channelId: GROUP.toLowerCase() } as const
  expect(await adapter.send({ ...toZhang(CARD), to: wrongCase })).toMatchObject({ kind: 'refused', permanent: false })
})

test('a tapped card of the bot is changed at once; later only what still has buttons is said anew', async () => {
  const { adapter, zhang, start, took } = await startAdapter({ channels: 'bot', timings: { clickMs: 300 } })
  await start()
  await zhang.write('你好')
  const sent = await adapter.send(toZhang(CARD))
  const card = zhang.sees({ in: 'bot' }).at(-1)
  if (!card || sent.kind !== 'sent') throw new Error('no card')
  await zhang.tap(card, '开始填写')
  await until(() => took.length === 2)
  const closing = { title: '问卷', text: '已填写' }
  await adapter.send({ ...toZhang(closing), replaces: sent.messageId })
  expect(card.card?.sub_title_text).toBe('已填写')
  const before = zhang.sees({ in: 'bot' }).length
  await adapter.send({ ...toZhang(closing), replaces: sent.messageId })
  expect(zhang.sees({ in: 'bot' })).toHaveLength(before)
  await adapter.send({ ...toZhang(CARD), replaces: sent.messageId })
  expect(zhang.sees({ in: 'bot' })).toHaveLength(before + 1)
})

test('who opens the chat is shown the way, and files are deciphered', async () => {
  const { zhang, start, took, adapter } = await startAdapter({
    channels: 'bot',
    answer: ({ kind }) => (kind === 'home' ? { home: CARD } : {}),
  })
  await start()
  await zhang.enter()
  await until(() => zhang.sees({ in: 'bot' }).length === 1)
  expect(zhang.sees({ in: 'bot' })[0]?.card?.main_title?.title).toBe('问卷')
  const bytes = new TextEncoder().encode('机密内容')
  await zhang.send({ name: '一 份 100%.txt', type: 'text/plain', bytes })
  await adapter.handled()
  const inbound = took.at(-1)
  if (inbound?.kind !== 'files') throw new Error('no file')
  expect(inbound.files[0]?.name).toBe('一 份 100%.txt')
  expect(Buffer.from((await inbound.files[0]?.read(1000)) ?? []).toString()).toBe('机密内容')
  await expect(inbound.files[0]?.read(4)).rejects.toMatchObject({ code: 'media-too-large' })
  await zhang.write('谢谢')
  const file = { name: '结果.csv', type: 'text/csv', bytes: new Uint8Array(700_000).fill(65) }
  expect((await adapter.send(toZhang({ text: '结果', files: [file] }))).kind).toBe('sent')
  expect(zhang.sees({ in: 'bot' }).at(-1)?.file?.bytes.length).toBe(700_000)
})

test('doctor says what is missing for what', async () => {
  const marks = async (options: Parameters<typeof startAdapter>[0]) => {
    const { adapter } = await startAdapter(options)
    return (await adapter.check?.('en'))?.map(({ mark, text }) => `${mark} ${text.split(/[:(]/, 1)[0]}`)
  }
  expect(await marks({ channels: 'bot' })).toMatchSnapshot()
  expect(await marks({ channels: 'both, without callback', publicUrl: 'https://hearback.example' })).toMatchSnapshot()
  expect(await marks({ channels: 'app', publicUrl: 'https://hearback.example' })).toMatchSnapshot()
})

test('the two channels are looked at together: one person, one id', async () => {
  for (const [answers, kind] of [
    ['ZhangSan', 'same'],
    ['zhangsan', 'other-case'],
    ['LiSi', 'different'],
  ] as const) {
    const { wecom } = await startAdapter()
    const parts = { workspace: 'company', clock: systemClock, random: systemRandom, publicUrl: null, onServerDate() {} }
    const log = { debug() {}, info() {}, warn() {}, error() {} }
    const test = relinkTest(settingsFor(wecom, 'both'), {
      ...parts,
      log,
      timings: QUICK,
      userId: 'ZhangSan',
      waitMs: 5000,
    })
    const asked = wecom.person('ZhangSan')
    await until(() => asked.sees({ in: 'app' }).length === 1)
    const code = /\d{4}/.exec(asked.sees({ in: 'app' })[0]?.text ?? '')?.[0] ?? ''
    await wecom.person(answers).write('不是这个')
    await wecom.person(answers).write(code)
    expect(await test).toMatchObject({ kind, byApp: 'ZhangSan', byBot: answers })
  }
})

test('where companies share a bot, the same id in another company is nobody', async () => {
  const { wecom, took, start } = await startAdapter()
  await start()
  const say = (corpid: string, content: string) => {
    const body = { chattype: 'single', from: { userid: 'ZhangSan', corpid }, msgtype: 'text', text: { content } }
    wecom.bot.push('aibot_msg_callback', body, { kind: 'message', in: 'bot:ZhangSan' })
    return wecom.bot.roundTrip()
  }
  await say('ww9999999999999999', '别家的')
  await say(APP.corpId, '自家的')
  await until(() => took.length > 0)
  expect(took.map((one) => one.kind === 'text' && one.text)).toEqual(['自家的'])
})

test('a message is known by its first card, and one attempt at a time is made', async () => {
  const { wecom, adapter, zhang, start, took } = await startAdapter({ channels: 'bot' })
  await start()
  wecom.bot.written.add('ZhangSan')
  const sections = ['甲', '乙'].map((text) => ({ text, actions: [{ id: 'survey.start', label: text, value: text }] }))
  const post = toZhang({ title: '两件', text: '', sections }, 'k')
  const [first, again] = await Promise.all([adapter.send(post), adapter.send(post)])
  expect(again).toEqual(first)
  const cards = zhang.sees({ in: 'bot' }).filter((one) => one.card)
  expect(cards).toHaveLength(2)
  const [card] = cards
  if (!card || first.kind !== 'sent') throw new Error('no card')
  await zhang.tap(card, '甲')
  await until(() => took.length === 1)
  const tapped = took[0]
  expect(tapped?.kind === 'action' && first.messageId.split(':')[1]).toBe(tapped?.kind === 'action' && tapped.messageId)
})
