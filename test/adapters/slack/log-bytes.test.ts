import { format } from 'node:util'
import { expect, test } from 'vitest'
import { HTML } from '../../emulators/slack/faults.ts'
import { APP_TOKEN, BOT_TOKEN, SIGNING_SECRET } from '../../emulators/slack/slack-emulator.ts'
import { writtenOutput } from '../../support/written-output.ts'
import { startAdapter, toAnna } from './start-adapter.ts'

const NEEDLES = [
  '茶水间的秘密',
  'a-quiet-word',
  'U0ANNA',
  'D0ANNA',
  'anna',
  BOT_TOKEN,
  APP_TOKEN,
  SIGNING_SECRET,
  'ticket=',
  'sealed-state',
]

test('no line at any level holds a secret, a text or an identity, the SDK’s own lines included', async () => {
  const lines: string[] = []
  const tell = (event: string, fields?: unknown) => lines.push(format('%s %j', event, fields))
  const log = { debug: tell, info: tell, warn: tell, error: tell }
  const output = await writtenOutput(async () => {
    const { slack, adapter, anna, start } = await startAdapter({
      log,
      emulator: { ackMs: 60, retryMs: [5], triggerMs: -1 },
      answer: (inbound) => {
        if (inbound.kind === 'files') throw new Error(`茶水间的秘密 ${JSON.stringify({ text: inbound.text })}`)
        return {
          sheet: { title: 'a-quiet-word', submit: 'x', state: 'sealed-state', opener: 'sealed-state', steps: [] },
          notices: [{ text: '茶水间的秘密' }],
        }
      },
    })
    await start()
    await anna.say('茶水间的秘密')
    await anna.slash('/hearback', 'a-quiet-word')
    await anna.sendFile('a.txt', 'text/plain', new Uint8Array(3), '茶水间的秘密')
    slack.hub.raw('{"type":"events_api","payload":{"text":"茶水间的秘密"}}')
    slack.hub.raw('茶水间的秘密')
    for (const fault of [
      HTML,
      { kind: 'answer', status: 500, body: '茶水间的秘密 a-quiet-word' },
      { kind: 'drop', when: 'after' },
      { kind: 'limited', retryAfter: null },
    ] as const) {
      slack.faults.plan('chat.postMessage', fault)
      await adapter.send(toAnna('茶水间的秘密'))
    }
    await adapter.settled()
    slack.faults.plan('apps.connections.open', { kind: 'error', error: 'invalid_auth' })
    slack.hub.drop()
    await slack.hub.openedTimes(2)
    slack.revoked.set(BOT_TOKEN, 'token_revoked')
    await adapter.send(toAnna('茶水间的秘密'))
    await adapter.check('en')
    await adapter.stop()
  })
  expect(lines.length).toBeGreaterThan(3)
  for (const needle of NEEDLES) expect(`${output}\n${lines.join('\n')}`).not.toContain(needle)
})
