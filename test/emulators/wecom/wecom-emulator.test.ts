import AiBot, { type WsFrame } from '@wecom/aibot-node-sdk'
import { expect, onTestFinished, test } from 'vitest'
import { APP, BOT, WecomEmulator } from './wecom-emulator.ts'

async function started(options?: ConstructorParameters<typeof WecomEmulator>[0]) {
  const wecom = new WecomEmulator(options)
  await wecom.start()
  onTestFinished(() => wecom.stop())
  wecom.tenant.add({ userid: 'ZhangSan' })
  return wecom
}

/** WeCom's own client, as it comes. */
async function client(wecom: WecomEmulator, secret = BOT.secret) {
  const logger = { debug() {}, info() {}, warn() {}, error() {} }
  const bot = new AiBot.WSClient({ botId: BOT.id, secret, wsUrl: wecom.wsUrl, logger, maxAuthFailureAttempts: 0 })
  onTestFinished(() => bot.disconnect())
  const { promise, resolve } = Promise.withResolvers<string>()
  bot.on('authenticated', () => resolve('authenticated'))
  bot.on('error', (error) => resolve(error.message))
  bot.connect()
  return { bot, how: await promise }
}

const buttons = (count: number) => Array.from({ length: count }, (_, n) => ({ text: `${n}`, key: `k ${n}`, style: 1 }))
const card = (taskId: string, count = 2) => ({
  msgtype: 'template_card' as const,
  template_card: {
    card_type: 'button_interaction',
    main_title: { title: 'x' },
    task_id: taskId,
    button_list: buttons(count),
  },
})
const words = (content: string) => ({ msgtype: 'markdown' as const, markdown: { content } })

test('the long connection refuses what WeCom refuses', async () => {
  const wecom = await started()
  expect((await client(wecom, 'wrong')).how).toContain('40001')
  const { bot } = await client(wecom)
  const code = (work: Promise<WsFrame>) =>
    work.then(
      ({ errcode }) => errcode,
      (frame: WsFrame) => frame.errcode,
    )
  expect(await code(bot.sendMessage('ZhangSan', words('先说')))).toBe(93006)
  await wecom.person('ZhangSan').write('你好')
  expect(await code(bot.sendMessage('ZhangSan', words('再说')))).toBe(0)
  expect(await code(bot.sendMessage('zhangsan', words('大小写')))).toBe(93006)
  expect(await code(bot.sendMessage('ZhangSan', words('长'.repeat(7000))))).toBe(45002)
  expect(await code(bot.sendMessage('ZhangSan', card('t1')))).toBe(0)
  expect(await code(bot.sendMessage('ZhangSan', card('t1')))).toBe(42014)
  expect(await code(bot.sendMessage('ZhangSan', card('t2', 7)))).toBe(42045)
  expect(await code(bot.sendMessage('ZhangSan', card('有字')))).toBe(42045)
  for (let n = 0; n < 26; n++) await code(bot.sendMessage('ZhangSan', words(`第 ${n}`)))
  expect(await code(bot.sendMessage('ZhangSan', words('太多')))).toBe(45009)
})

test('answers have their time: a stream, a greeting, a tapped card', async () => {
  let ahead = 0
  const wecom = await started({ now: () => Date.now() + ahead })
  const { bot } = await client(wecom)
  const heard: WsFrame[] = []
  bot.on('message', (frame) => heard.push(frame))
  bot.on('event', (frame) => heard.push(frame))
  const code = (work: Promise<WsFrame>) =>
    work.then(
      ({ errcode }) => errcode,
      (frame: WsFrame) => frame.errcode,
    )
  const zhang = wecom.person('ZhangSan')
  await zhang.write('你好')
  const [said] = heard
  if (!said) throw new Error('nothing heard')
  expect(await code(bot.replyStream(said, 's1', '想', false))).toBe(0)
  ahead = 7 * 60_000
  expect(await code(bot.replyStream(said, 's1', '想好了', true))).toBe(846608)
  await zhang.enter()
  const entered = heard.at(-1)
  if (!entered) throw new Error('nothing heard')
  ahead += 6000
  expect(await code(bot.replyWelcome(entered, { msgtype: 'text', text: { content: '欢迎' } }))).toBe(846605)
  await bot.sendMessage('ZhangSan', card('t1'))
  const shown = zhang.sees({ in: 'bot' }).at(-1)
  if (!shown) throw new Error('no card')
  await zhang.tap(shown, '1')
  const tapped = heard.at(-1)
  if (!tapped) throw new Error('nothing heard')
  expect(await code(bot.reply(tapped, words('不行')))).toBe(846605)
  expect(await code(bot.updateTemplateCard(tapped, card('t9').template_card))).toBe(42014)
  expect(await code(bot.updateTemplateCard(tapped, card('t1', 1).template_card))).toBe(0)
  expect(shown.card?.button_list).toHaveLength(1)
  ahead += 6000
  expect(await code(bot.updateTemplateCard(tapped, card('t1').template_card))).toBe(846605)
})

test('the application: partial failures, silent drops, codes and recalls that end', async () => {
  let ahead = 0
  const wecom = await started({ now: () => Date.now() + ahead })
  wecom.callback.take = async () => new Response(null)
  const call = async (name: string, body?: unknown) => {
    const asked = await fetch(`${wecom.apiUrl}/cgi-bin/gettoken?corpid=${APP.corpId}&corpsecret=${APP.secret}`)
    const { access_token: token } = (await asked.json()) as { access_token: string }
    const init = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }
    const answer = await fetch(`${wecom.apiUrl}/cgi-bin/${name}?access_token=${token}`, init)
    return (await answer.json()) as Record<string, unknown>
  }
  const send = (more: object) => call('message/send', { touser: 'ZhangSan', agentid: Number(APP.agentId), ...more })
  const text = (content: string) => ({ msgtype: 'text', text: { content } })
  expect(await send({ touser: 'ZhangSan|Nobody', ...text('一') })).toMatchObject({ errcode: 0, invaliduser: 'Nobody' })
  expect(await send({ touser: 'Nobody', ...text('二') })).toMatchObject({ errcode: 81013 })
  expect(await send(text('长'.repeat(700)))).toMatchObject({ errcode: 45002 })
  const same = { ...text('同样'), enable_duplicate_check: 1 }
  await send(same)
  await send(same)
  expect(wecom.person('zhangsan').sees({ in: 'app' })).toHaveLength(2)
  const sent = await send({ ...card('a1') })
  const change = {
    agentid: 1,
    userids: ['ZhangSan'],
    response_code: sent.response_code,
    button: { replace_name: '好' },
  }
  expect(await call('message/update_template_card', change)).toMatchObject({ errcode: 0 })
  expect(await call('message/update_template_card', change)).toMatchObject({ errcode: 42045 })
  ahead = 25 * 3_600_000
  expect(await call('message/recall', { msgid: sent.msgid })).toMatchObject({ errcode: 43101 })
  for (let n = 0; n < 40; n++) expect((await send(text(`第 ${n}`))).errcode).toBe(0)
  expect(wecom.app.dropped).toBe(10)
  wecom.faults.untrusted = true
  expect(await send(text('三'))).toMatchObject({ errcode: 60020 })
})

test('a callback that is not answered is repeated three times', async () => {
  const wecom = await started({ speed: 100 })
  let asked = 0
  wecom.callback.take = async () => {
    asked++
    return new Response(null, { status: 503 })
  }
  expect(await wecom.person('ZhangSan').write('在吗', { in: 'app' })).toBe(false)
  expect(asked).toBe(4)
})
