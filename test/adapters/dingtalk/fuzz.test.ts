import { getHeapStatistics } from 'node:v8'
import { expect, test } from 'vitest'
import type { Sheet } from '#core'
import { seededRandom } from '../../support/seeded-random.ts'
import { CHOICE, GROUP, startAdapter, to } from './start-adapter.ts'

/** `npm run fuzz` sets a larger count. */
const ROUNDS = Number(process.env.HEARBACK_FUZZ ?? 5000)
const SEED = Number(process.env.HEARBACK_FUZZ_SEED ?? 20_260_310)

/** Memory may move; it must not grow with the rounds. */
const MOST_GROWTH = 80 * 1024 * 1024
const ROBOT = '/v1.0/im/bot/messages/get'
const CARD = '/v1.0/card/instances/callback'

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
  '{"a":',
  '[[]]',
  [[]],
]

const FORM: Sheet = {
  title: '表单',
  submit: '提交',
  state: 'sealed',
  steps: [{ fields: [{ name: 'text', kind: 'paragraph', label: '说吧' }] }],
}

test(`mutated frames and bodies: no crash, no rejection, memory level (${ROUNDS})`, async () => {
  const next = seededRandom(SEED)
  const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)] as T
  const rejections: unknown[] = []
  const onRejection = (reason: unknown) => rejections.push(reason)
  process.on('unhandledRejection', onRejection)
  const { dingtalk, adapter, took, one, start } = await startAdapter()
  await start()
  const { hub } = dingtalk
  const samples = await samplesOf({ dingtalk, adapter })
  const mutate = (value: unknown): unknown => {
    if (next() < 0.06) return pick(NASTY)
    if (typeof value === 'string' && next() < 0.15) {
      const at = Math.floor(next() * value.length)
      return value.slice(0, at) + pick(['<', '"', '\\', ':', '\ud800', '{']) + value.slice(at + Math.floor(next() * 3))
    }
    if (Array.isArray(value)) return value.map(mutate)
    if (typeof value !== 'object' || value === null) return value
    const entries = Object.entries(value).filter(() => next() > 0.03)
    return Object.fromEntries(
      entries.map(([key, inner]) => [next() < 0.03 ? pick(Object.keys(value)) : key, mutate(inner)]),
    )
  }

  const warm = Math.min(500, ROUNDS)
  let before = 0
  for (let round = 0; round < ROUNDS; round++) {
    if (round === warm) before = heap()
    const { topic, data } = pick(samples)
    const changed = JSON.stringify(mutate(next() < 0.5 ? data : inflated(data, mutate)))
    const way = next()
    if (way < 0.6) {
      const headers = { topic, messageId: `fuzz-${round}`, contentType: 'application/json', time: '1' }
      const frame = {
        specVersion: '1.0',
        type: pick(['CALLBACK', 'CALLBACK', 'EVENT', 'SYSTEM']),
        headers,
        data: changed,
      }
      const text = JSON.stringify(next() < 0.5 ? frame : mutate(frame)) ?? 'null'
      // What DingTalk asks for itself would only end the connection.
      if (!text.includes('disconnect')) hub.raw(next() < 0.1 ? text.slice(0, Math.floor(next() * text.length)) : text)
    } else {
      const response = await adapter.webhook(dingtalk.callback.request(changed ?? 'null'))
      expect(response.status).toBe(200)
    }
    if (round % 200 === 0) await hub.roundTrip()
  }
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
  process.off('unhandledRejection', onRejection)
  expect(rejections).toEqual([])
  expect(dingtalk.opened).toBe(1)
  if (ROUNDS > warm) expect(heap() - before).toBeLessThan(MOST_GROWTH)
}, 1_800_000)

/** The strings of cards hold JSON: what stands in them is changed as well. */
function inflated(data: Readonly<Record<string, unknown>>, mutate: (value: unknown) => unknown) {
  if (typeof data.content !== 'string') return data
  const content = JSON.stringify(mutate(JSON.parse(data.content)))
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

function heap(): number {
  global.gc?.()
  return getHeapStatistics().used_heap_size
}
