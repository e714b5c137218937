import { expect, test } from 'vitest'
import { APP } from '../../emulators/wecom/wecom-emulator.ts'
import { Fuzz, ROUNDS } from '../../support/fuzz.ts'
import { startAdapter, until } from './start-adapter.ts'

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
  const fuzz = new Fuzz(['<', '&', ']]>', '<!--', '\ud800', '', '</xml>', '&a;'])
  const { wecom, adapter, took, zhang, start } = await startAdapter()
  await start()

  await fuzz.rounds(async (round) => {
    if (round % 100 === 0) {
      await until(() => wecom.bot.subscribed)
      await wecom.bot.roundTrip()
    }
    const way = fuzz.next()
    if (way < 0.5) {
      wecom.bot.raw(fuzz.json(fuzz.pick(FRAMES)))
    } else if (way < 0.8) {
      let xml = fuzz.pick([EVENT, MESSAGE])
      for (let times = Math.floor(fuzz.next() * 4); times > 0; times--) xml = fuzz.text(xml)
      const response = await adapter.webhook?.(wecom.callback.request(xml, { nonce: String(round) }))
      expect(response?.status).toBe(200)
    } else {
      const request = wecom.callback.request(EVENT, { nonce: String(round) })
      const body = await request.text()
      const url = fuzz.next() < 0.5 ? fuzz.text(request.url.slice(30)) : request.url.slice(30)
      const changed = new Request(
        `https://hearback.example/webhooks/${encodeURI(url.toWellFormed()).replace(/^\/*/, '')}`,
        {
          method: 'POST',
          body: fuzz.text(body),
        },
      )
      expect([200, 403]).toContain((await adapter.webhook?.(changed))?.status)
    }
    if (took.length > 1000) took.length = 0
  })
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
  expect(took.map((one) => one.kind === 'text' && one.text)).toEqual(expect.arrayContaining(['还在吗', '在']))
  fuzz.expectLevel()
}, 600_000)
