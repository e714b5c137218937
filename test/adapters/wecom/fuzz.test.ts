import { expect, test } from 'vitest'
import { APP } from '../../emulators/wecom/wecom-emulator.ts'
import { seededRandom } from '../../support/seeded-random.ts'
import { startAdapter, until } from './start-adapter.ts'

/** `npm run fuzz` sets a larger count. */
const ROUNDS = Number(process.env.HEARBACK_FUZZ ?? 5000)
const SEED = Number(process.env.HEARBACK_FUZZ_SEED ?? 20_260_310)
/** Memory may move; it must not grow with the rounds. */
const MOST_GROWTH = 80 * 1024 * 1024

const NASTY: readonly unknown[] = [
  null,
  0,
  -1,
  '',
  [],
  {},
  true,
  '\u0000',
  '😀'.repeat(50),
  { toString: 1 },
  '__proto__',
  ' ',
  [[]],
  1e308,
]

const FRAMES: readonly unknown[] = [
  {
    cmd: 'aibot_msg_callback',
    headers: { req_id: 'r1' },
    body: {
      msgid: 'm1',
      aibotid: 'b',
      chattype: 'single',
      from: { userid: 'ZhangSan' },
      msgtype: 'text',
      text: { content: '你好' },
    },
  },
  {
    cmd: 'aibot_msg_callback',
    headers: { req_id: 'r2' },
    body: {
      msgid: 'm2',
      chattype: 'group',
      chatid: 'c',
      from: { userid: 'ZhangSan' },
      msgtype: 'text',
      text: { content: '@机器人 帮助' },
    },
  },
  {
    cmd: 'aibot_msg_callback',
    headers: { req_id: 'r3' },
    body: {
      msgid: 'm3',
      chattype: 'single',
      from: { userid: 'ZhangSan' },
      msgtype: 'mixed',
      mixed: {
        msg_item: [
          { msgtype: 'text', text: { content: '看' } },
          { msgtype: 'image', image: { url: 'http://127.0.0.1:9/x', aeskey: 'k' } },
        ],
      },
    },
  },
  {
    cmd: 'aibot_event_callback',
    headers: { req_id: 'r4' },
    body: {
      msgid: 'm4',
      from: { userid: 'ZhangSan' },
      msgtype: 'event',
      event: {
        eventtype: 'template_card_event',
        template_card_event: { event_key: 'survey.start 1', task_id: 't', selected_items: { selected_item: [] } },
      },
    },
  },
  {
    cmd: 'aibot_event_callback',
    headers: { req_id: 'r5' },
    body: { msgid: 'm5', from: { userid: 'ZhangSan' }, msgtype: 'event', event: { eventtype: 'enter_chat' } },
  },
  { headers: { req_id: 'ping_1' }, errcode: 0, errmsg: 'ok' },
  { headers: { req_id: 'aibot_send_msg_1' }, errcode: 0 },
]

const EVENT = `<xml><ToUserName><![CDATA[${APP.corpId}]]></ToUserName><FromUserName><![CDATA[ZhangSan]]></FromUserName><CreateTime>1</CreateTime><MsgType><![CDATA[event]]></MsgType><Event><![CDATA[template_card_event]]></Event><EventKey><![CDATA[survey.start 1]]></EventKey><TaskId><![CDATA[t]]></TaskId><ResponseCode><![CDATA[c]]></ResponseCode></xml>`
const MESSAGE = `<xml><FromUserName><![CDATA[ZhangSan]]></FromUserName><CreateTime>1</CreateTime><MsgType><![CDATA[image]]></MsgType><MediaId>m</MediaId><MsgId>9007199254740993</MsgId></xml>`

test(`mutated frames, envelopes and bodies: no crash, no rejection, memory level (${ROUNDS})`, async () => {
  const next = seededRandom(SEED)
  const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)] as T
  const rejections: unknown[] = []
  const onRejection = (reason: unknown) => rejections.push(reason)
  process.on('unhandledRejection', onRejection)
  const { wecom, adapter, took, zhang, start } = await startAdapter()
  await start()

  const mutateText = (text: string) => {
    const at = Math.floor(next() * text.length)
    return (
      text.slice(0, at) +
      pick(['<', '&', ']]>', '<!--', '\ud800', '', '</xml>', '&a;']) +
      text.slice(at + Math.floor(next() * 4))
    )
  }
  const mutate = (value: unknown): unknown => {
    if (next() < 0.06) return pick(NASTY)
    if (typeof value === 'string' && next() < 0.1) return mutateText(value)
    if (Array.isArray(value)) return value.map(mutate)
    if (typeof value !== 'object' || value === null) return value
    const entries = Object.entries(value).filter(() => next() > 0.03)
    return Object.fromEntries(
      entries.map(([key, one]) => [next() < 0.02 ? pick(Object.keys(value)) : key, mutate(one)]),
    )
  }

  const warm = Math.min(500, ROUNDS)
  let before = 0
  for (let round = 0; round < ROUNDS; round++) {
    if (round === warm) before = heap()
    if (round % 100 === 0) {
      await until(() => wecom.bot.subscribed)
      await wecom.bot.roundTrip()
    }
    const way = next()
    if (way < 0.5) {
      const text = JSON.stringify(mutate(pick(FRAMES))) ?? 'null'
      wecom.bot.raw(next() < 0.1 ? text.slice(0, Math.floor(next() * text.length)) : text)
    } else if (way < 0.8) {
      let xml = pick([EVENT, MESSAGE])
      for (let times = Math.floor(next() * 4); times > 0; times--) xml = mutateText(xml)
      const response = await adapter.webhook?.(wecom.callback.request(xml, { nonce: String(round) }))
      expect(response?.status).toBe(200)
    } else {
      const request = wecom.callback.request(EVENT, { nonce: String(round) })
      const body = await request.text()
      const url = next() < 0.5 ? mutateText(request.url.slice(30)) : request.url.slice(30)
      const changed = new Request(
        `https://hearback.example/webhooks/${encodeURI(url.toWellFormed()).replace(/^\/*/, '')}`,
        {
          method: 'POST',
          body: mutateText(body),
        },
      )
      expect([200, 403]).toContain((await adapter.webhook?.(changed))?.status)
    }
    if (took.length > 1000) took.length = 0
  }
  // What is whole is still taken, on both ways, when the last of the rest has had its effect: a heartbeat that is
  // refused, for one, makes it connect anew.
  await wecom.bot.roundTrip()
  const { subscribes } = wecom.bot
  wecom.bot.drop()
  await until(() => wecom.bot.subscribes > subscribes)
  took.length = 0
  await zhang.write('还在吗')
  await zhang.write('在', { in: 'app' })
  await adapter.handled()
  process.off('unhandledRejection', onRejection)
  expect(took.map((one) => one.kind === 'text' && one.text)).toEqual(expect.arrayContaining(['还在吗', '在']))
  expect(rejections).toEqual([])
  if (ROUNDS > warm) expect(heap() - before).toBeLessThan(MOST_GROWTH + ROUNDS * 4096)
}, 600_000)

function heap(): number {
  return process.memoryUsage().heapUsed
}
