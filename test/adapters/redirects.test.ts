import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import type { Inbound } from '#core'
import { startAdapter as startDingtalk } from './dingtalk/start-adapter.ts'
import { startAdapter as startSlack, toAnna } from './slack/start-adapter.ts'
import { startAdapter as startWecom, toZhang } from './wecom/start-adapter.ts'

/** A server inside the house, where nobody from outside may lead us. */
async function elsewhere() {
  const heard: string[] = []
  const server = createServer((request, response) => {
    heard.push(`${request.method} ${request.url} ${request.headers.authorization ?? ''}`)
    response.end('the inside of the house')
  })
  const { promise, resolve } = Promise.withResolvers<void>()
  server.listen(0, '127.0.0.1', resolve)
  await promise
  onTestFinished(() => void server.close())
  return { heard, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/inside` }
}

const BYTES = new TextEncoder().encode('甲乙丙')
const FILE = { name: '名单.txt', type: 'text/plain', bytes: BYTES }

function fileOf(took: readonly Inbound[]) {
  const inbound = took.at(-1)
  if (inbound?.kind !== 'files' || !inbound.files[0]) throw new Error('no file came in')
  return inbound.files[0]
}

test('Slack: no file leads anywhere else, neither its bytes nor the token', async () => {
  const { heard, url } = await elsewhere()
  const { slack, adapter, took, anna, start } = await startSlack()
  await start()
  await anna.sendFile('名单.txt', 'text/plain', BYTES)
  slack.filesElsewhere = url
  await expect(fileOf(took).read(1000)).rejects.toThrow()
  expect(await adapter.send({ ...toAnna('x'), message: { text: 'x', files: [FILE] } })).not.toMatchObject({
    kind: 'sent',
  })
  expect(heard).toEqual([])
})

test('DingTalk: a file that leads elsewhere is not followed', async () => {
  const { heard, url } = await elsewhere()
  const { dingtalk, took, one, start } = await startDingtalk()
  await start()
  await one.sendFile(FILE)
  dingtalk.filesElsewhere = url
  await expect(fileOf(took).read(1000)).rejects.toThrow()
  expect(heard).toEqual([])
})

test('WeCom: the application’s token goes nowhere else, and the bot opens only what it is offered', async () => {
  const { heard, url } = await elsewhere()
  const app = await startWecom({ channels: 'app' })
  await app.start()
  await app.zhang.sendPicture({ name: 'a.png', type: 'image/png', bytes: BYTES })
  app.wecom.filesElsewhere = url
  await expect(fileOf(app.took).read(1000)).rejects.toMatchObject({ code: 'media' })
  expect(await app.adapter.send(toZhang({ text: 'x', files: [FILE] }))).not.toMatchObject({ kind: 'sent' })

  const bot = await startWecom({ channels: 'bot' })
  await bot.start()
  await bot.zhang.send(FILE)
  await bot.adapter.handled()
  bot.wecom.filesElsewhere = url
  await expect(fileOf(bot.took).read(1000)).rejects.toMatchObject({ code: 'media' })
  expect(heard).toEqual([])
})

test('WeCom: an address without https is opened only where the bot’s own connection is', async () => {
  const { heard, url } = await elsewhere()
  const { wecom, adapter, took, start } = await startWecom({ channels: 'bot' })
  await start()
  const file = { url, aeskey: Buffer.alloc(32).toString('base64') }
  const body = { chattype: 'single', from: { userid: 'ZhangSan' }, msgtype: 'file', file }
  wecom.bot.push('aibot_msg_callback', body, { kind: 'message', in: 'bot:ZhangSan' })
  await wecom.bot.roundTrip()
  await adapter.handled()
  await expect(fileOf(took).read(1000)).rejects.toMatchObject({ code: 'media' })
  expect(heard).toEqual([])
})
