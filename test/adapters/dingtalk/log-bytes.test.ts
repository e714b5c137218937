import { format } from 'node:util'
import { expect, test } from 'vitest'
import { BAN, HTML, MONTH, QPS } from '../../emulators/dingtalk/faults.ts'
import { writtenOutput } from '../../support/written-output.ts'
import { CHOICE, startAdapter, to } from './start-adapter.ts'

const SECRET = '茶水间的秘密'
const CARD = '/v1.0/card/instances/createAndDeliver'
const TOKEN = '/v1.0/oauth2/accessToken'

test('no line at any level holds a secret, a text or an identity, the SDK’s own lines included', async () => {
  const lines: string[] = []
  const tell = (event: string, fields?: unknown) => lines.push(format('%s %j', event, fields))
  const log = { debug: tell, info: tell, warn: tell, error: tell }
  let fails = 2
  let needles: string[] = []
  const output = await writtenOutput(async () => {
    const { dingtalk, adapter, one, person, start } = await startAdapter({
      log,
      emulator: { hub: { repeatsCallbacks: true, ackMs: 200, goodbyeMs: 5 } },
      answer: (inbound) => {
        if (fails-- > 0) throw new Error(`${SECRET} ${inbound.kind}`)
        const steps = [{ fields: [{ name: 'secret_field', kind: 'text', label: SECRET, value: SECRET }] }] as const
        return {
          notices: [{ text: SECRET }, { ...CHOICE, text: SECRET }],
          sheet: { title: SECRET, submit: SECRET, state: SECRET, steps },
        }
      },
    })
    needles = [
      SECRET,
      'secret_field',
      dingtalk.clientSecret,
      'token-',
      'U1',
      'staff',
      '$:LWCP',
      'ticket',
      'accessToken',
    ]
    await start()
    await one.say(SECRET)
    await person(null).say(SECRET)
    await adapter.handled()
    const { card } = dingtalk.organisation.in('U1').findLast((shown) => shown.card?.template.form === null) ?? {}
    if (card) await one.tap(card, '答复')
    for (const raw of [SECRET, JSON.stringify({ type: 'CALLBACK', data: SECRET }), 'null']) dingtalk.hub.raw(raw)
    const { hub } = dingtalk
    hub.push({ [SECRET]: SECRET }, '/v1.0/card/instances/callback')
    await hub.roundTrip()
    for (const fault of [HTML, BAN, MONTH, QPS, { kind: 'drop', when: 'after' } as const]) {
      for (const path of [CARD, TOKEN, '/v1.0/robot/oToMessages/batchSend']) {
        dingtalk.faults.plan(path, fault)
        dingtalk.revokeTokens()
        await adapter.send(to('U1', { ...CHOICE, text: SECRET })).catch(() => {})
        await adapter.send(to('U1', SECRET)).catch(() => {})
      }
    }
    dingtalk.faults.plan(CARD, { kind: 'answer', status: 400, body: JSON.stringify({ code: SECRET, message: SECRET }) })
    await one.say(SECRET)
    await adapter.webhook(
      new Request('https://hearback.example/webhooks/dingtalk', {
        method: 'POST',
        body: SECRET,
        headers: { sign: 'x' },
      }),
    )
    hub.disconnect()
    await hub.until(() => hub.listening.length === 1)
    dingtalk.refuseSockets = 2
    hub.closeAll()
    await hub.until(() => hub.listening.length === 1)
    await adapter.check('zh-CN')
    for await (const _ of adapter.directory.people()) expect(_.length).toBeGreaterThan(0)
  })
  const all = `${output}\n${lines.join('\n')}`
  expect(lines.some((line) => line.includes('dingtalk.not-taken'))).toBe(true)
  expect(lines.some((line) => line.includes('dingtalk.form-not-shown'))).toBe(true)
  for (const needle of needles) expect(all, needle).not.toContain(needle)
})
