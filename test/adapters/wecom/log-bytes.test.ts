import { format } from 'node:util'
import { expect, test } from 'vitest'
import { APP, BOT, CALLBACK } from '../../emulators/wecom/wecom-emulator.ts'
import { writtenOutput } from '../../support/written-output.ts'
import { startAdapter, toZhang, until } from './start-adapter.ts'

const NEEDLES = [
  '茶水间的秘密',
  'ZhangSan',
  'zhangsan',
  BOT.secret,
  APP.secret,
  CALLBACK.token,
  CALLBACK.encodingAesKey,
  'token-1',
  'access_token',
]

test('no line at any level holds a secret, a text or an identity, the SDK’s own lines included', async () => {
  const lines: string[] = []
  const tell = (event: string, fields?: unknown) => lines.push(format('%s %j', event, fields))
  const log = { debug: tell, info: tell, warn: tell, error: tell }
  let fails = 2
  const output = await writtenOutput(async () => {
    const { wecom, adapter, zhang, took, start } = await startAdapter({
      log,
      answer: (inbound) => {
        if (fails-- > 0) throw new Error(`茶水间的秘密 ${inbound.kind}`)
        return { notices: [{ text: '茶水间的秘密' }] }
      },
    })
    await start()
    await zhang.write('茶水间的秘密')
    await zhang.write('茶水间的秘密', { in: 'app' })
    await until(() => took.length >= 4)
    await adapter.handled()
    for (const raw of ['茶水间的秘密', '{"cmd":"aibot_msg_callback","body":{"text":"茶水间的秘密"}}', 'null'])
      wecom.bot.raw(raw)
    await wecom.bot.roundTrip()
    for (const fault of ['html', 'badGateway', 'cutRequests', 'loseReplies', 'busy'] as const) {
      wecom.faults[fault] = 2
      await adapter.send(toZhang('茶水间的秘密'))
      wecom.faults[fault] = 0
    }
    wecom.app.revokeToken()
    await adapter.send(toZhang('茶水间的秘密'))
    await adapter.webhook?.(
      new Request('https://hearback.example/webhooks/wecom?msg_signature=茶水间的秘密', { method: 'POST', body: 'x' }),
    )
    wecom.bot.drop()
    await until(() => lines.some((line) => line.includes('wecom.disconnected')))
    wecom.bot.evict()
    await adapter.check?.('zh-CN')
  })
  const all = `${output}\n${lines.join('\n')}`
  expect(lines.some((line) => line.includes('wecom.again'))).toBe(true)
  for (const needle of NEEDLES) expect(all, needle).not.toContain(needle)
})
