import { expect, test } from 'vitest'
import type { Sheet } from '#core'
import { Fuzz, ROUNDS } from '../../support/fuzz.ts'
import { CHOICE, GROUP, startAdapter, to } from './start-adapter.ts'

const ROBOT = '/v1.0/im/bot/messages/get'
const CARD = '/v1.0/card/instances/callback'

const FORM: Sheet = {
  title: '表单',
  submit: '提交',
  state: 'sealed',
  steps: [{ fields: [{ name: 'text', kind: 'paragraph', label: '说吧' }] }],
}

test(`mutated frames and bodies: no crash, no rejection, memory level (${ROUNDS})`, async () => {
  const fuzz = new Fuzz(['<', '"', '\\', ':', '\ud800', '{', '{"a":'])
  const { dingtalk, adapter, took, one, start } = await startAdapter()
  await start()
  const { hub } = dingtalk
  const samples = await samplesOf({ dingtalk, adapter })
  await fuzz.rounds(async (round) => {
    const { topic, data } = fuzz.pick(samples)
    const changed = JSON.stringify(fuzz.mutate(fuzz.next() < 0.5 ? data : inflated(data, fuzz)))
    const way = fuzz.next()
    if (way < 0.6) {
      const headers = { topic, messageId: `fuzz-${round}`, contentType: 'application/json', time: '1' }
      const frame = {
        specVersion: '1.0',
        type: fuzz.pick(['CALLBACK', 'CALLBACK', 'EVENT', 'SYSTEM']),
        headers,
        data: changed,
      }
      const text = JSON.stringify(fuzz.next() < 0.5 ? frame : fuzz.mutate(frame)) ?? 'null'
      // What DingTalk asks for itself would only end the connection.
      if (!text.includes('disconnect')) hub.raw(fuzz.cut(text))
    } else {
      const response = await adapter.webhook(dingtalk.callback.request(changed ?? 'null'))
      expect(response.status).toBe(200)
    }
    if (round % 200 === 0) await hub.roundTrip()
  })
  await hub.roundTrip()
  await adapter.handled()
  expect(took.length).toBeGreaterThan(ROUNDS / 20)
  // What is whole is still taken, on both ways.
  took.length = 0
  await one.say('还在吗')
  await adapter.webhook(dingtalk.callback.request(JSON.stringify(dingtalk.said('U1', '还在'))))
  expect(took).toMatchObject([
    { kind: 'text', text: '还在吗' },
    { kind: 'text', text: '还在' },
  ])
  expect(dingtalk.opened).toBe(1)
  took.length = 0
  fuzz.expectLevel()
}, 1_800_000)

/** The strings of cards hold JSON: what stands in them is changed as well. */
function inflated(data: Readonly<Record<string, unknown>>, fuzz: Fuzz) {
  if (typeof data.content !== 'string') return data
  const content = JSON.stringify(fuzz.mutate(JSON.parse(data.content)))
  return { ...data, content, value: undefined }
}

type Started = Pick<Awaited<ReturnType<typeof startAdapter>>, 'dingtalk' | 'adapter'>

async function samplesOf({ dingtalk, adapter }: Started) {
  const message = (content: Readonly<Record<string, unknown>>) => ({
    topic: ROBOT,
    data: dingtalk.message('U1', content),
  })
  await adapter.send(to('U1', CHOICE))
  const sent = dingtalk.organisation.in('U1')[0]?.card?.outTrackId
  const card = (outTrackId: string, cardPrivateData: object, more: object = {}) => {
    const content = JSON.stringify({ cardPrivateData })
    const data = { type: 'actionCallback', outTrackId, userId: 'U1', userIdType: 1, content, value: content, ...more }
    return { topic: CARD, data }
  }
  const richText = [{ text: '看图' }, { type: 'picture', downloadCode: 'code' }, { text: '好吗' }]
  const form = { text: '说了', hearback_state: FORM.state, hearback_turn_x: 'x' }
  return [
    message({ msgtype: 'text', text: { content: '你好' } }),
    { topic: ROBOT, data: dingtalk.said('U1', '来信', GROUP) },
    { topic: ROBOT, data: dingtalk.said(null, '你好') },
    message({ msgtype: 'richText', content: { richText } }),
    message({ msgtype: 'file', content: { downloadCode: 'code', fileName: 'a.txt' } }),
    message({ msgtype: 'picture', content: { downloadCode: 'code' } }),
    message({ msgtype: 'audio', content: { downloadCode: 'code', recognition: '你好' } }),
    card(sent ?? '', { actionIds: ['case.take'], params: { value: 'c1', tap: '' } }),
    card('hb-g-x', { actionIds: ['case.take'], params: { value: 'c1' } }, { spaceType: 'IM_GROUP', spaceId: GROUP }),
    card('hb-f-x', { actionIds: ['sheet.submit'], params: { form } }),
  ]
}
