import { describe, expect, test } from 'vitest'
import { isFromSlack } from '../../../adapters/slack/verify.ts'
import { startAdapter } from './start-adapter.ts'

/** The worked example of https://docs.slack.dev/authentication/verifying-requests-from-slack */
const PUBLISHED = {
  secret: '8f742231b10e8888abcd99yyyzzz85a5',
  timestamp: '1531420618',
  signature: 'v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503',
  body: 'token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c',
  now: 1_531_420_618_000,
}

describe('Slack: signatures', () => {
  test('the published example is taken', () => {
    expect(isFromSlack(PUBLISHED)).toBe(true)
    expect(isFromSlack({ ...PUBLISHED, now: PUBLISHED.now + 299_000 })).toBe(true)
    expect(isFromSlack({ ...PUBLISHED, now: PUBLISHED.now - 299_000 })).toBe(true)
  })

  test.each([
    ['stale', { now: PUBLISHED.now + 301_000 }],
    ['from the future', { now: PUBLISHED.now - 301_000 }],
    ['another body', { body: `${PUBLISHED.body}&x=1` }],
    ['another secret', { secret: '8f742231b10e8888abcd99yyyzzz85a6' }],
    ['another time', { timestamp: '1531420619' }],
    ['no signature', { signature: null }],
    ['no time', { timestamp: null }],
    ['a time that is no number', { timestamp: 'NaN' }],
    ['a time with a sign', { timestamp: '+1531420618' }],
    ['a time in hexadecimal', { timestamp: '0x5b479f8a' }],
    ['a signature of another version', { signature: PUBLISHED.signature.replace('v0', 'v1') }],
    ['a short signature', { signature: PUBLISHED.signature.slice(0, -1) }],
    ['an empty signature', { signature: 'v0=' }],
    ['a signature in capitals', { signature: PUBLISHED.signature.toUpperCase() }],
    ['one bit off', { signature: PUBLISHED.signature.replace('a2114d', 'a2114c') }],
  ])('%s is refused', (_, change) => {
    expect(isFromSlack({ ...PUBLISHED, ...change })).toBe(false)
  })

  test('nothing of an unsigned request is parsed, whatever it is', async () => {
    const { slack, adapter, took, start } = await startAdapter({ tokens: { app: null } })
    await start()
    const body = JSON.stringify(
      slack.eventCallback({ type: 'message', text: 'hi', user: 'U0ANNA', channel: 'D1', ts: '1.1' }),
    )
    const good = slack.deliveries.request(body, 'application/json')
    const forged = (headers: Record<string, string>, changed = body) =>
      new Request(good.url, {
        method: 'POST',
        body: changed,
        headers: { ...Object.fromEntries(good.headers), ...headers },
      })
    for (const request of [
      forged({ 'x-slack-signature': `v0=${'0'.repeat(64)}` }),
      forged({}, body.replace('hi', 'ho')),
      forged({}, '{{{'),
      forged({ 'x-slack-request-timestamp': '' }),
    ]) {
      expect((await adapter.webhook?.(request))?.status).toBe(401)
    }
    const stale = slack.deliveries.request(body, 'application/json', {}, Date.now() - 400_000)
    expect((await adapter.webhook?.(stale))?.status).toBe(401)
    const ahead = slack.deliveries.request(body, 'application/json', {}, Date.now() + 400_000)
    expect((await adapter.webhook?.(ahead))?.status).toBe(401)
    expect(took).toEqual([])
    expect((await adapter.webhook?.(good))?.status).toBe(200)
    expect(took).toHaveLength(1)
  })

  test('the challenge is answered when it is signed, the certificate check without', async () => {
    const { slack, adapter, start } = await startAdapter({ tokens: { app: null } })
    await start()
    const challenge = JSON.stringify({ type: 'url_verification', token: 'x', challenge: 'prove it' })
    const answer = await adapter.webhook?.(slack.deliveries.request(challenge, 'application/json'))
    expect(await answer?.json()).toEqual({ challenge: 'prove it' })
    const unsigned = new Request('https://hearback.example/webhooks/slack', {
      method: 'POST',
      body: challenge,
      headers: { 'content-type': 'application/json' },
    })
    expect((await adapter.webhook?.(unsigned))?.status).toBe(401)
    const check = new Request('https://hearback.example/webhooks/slack', {
      method: 'POST',
      body: 'ssl_check=1&token=x',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    })
    expect((await adapter.webhook?.(check))?.status).toBe(200)
  })

  test('before it listens it takes nothing: Slack is to come again', async () => {
    const { slack, adapter } = await startAdapter({ tokens: { app: null } })
    const body = JSON.stringify(slack.eventCallback({ type: 'message' }))
    expect((await adapter.webhook?.(slack.deliveries.request(body, 'application/json')))?.status).toBe(503)
  })
})
