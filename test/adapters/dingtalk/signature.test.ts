import { describe, expect, test } from 'vitest'
import { isFromDingtalk } from '../../../adapters/dingtalk/verify.ts'
import { startAdapter } from './start-adapter.ts'

/** The secret and time of DingTalk's own examples; the code was computed with Python's `hmac`. */
const SIGNED = {
  secret: 'this is secret',
  timestamp: '1577262236757',
  sign: 'hmPWwU+7lVdm3ZZz0r9tSfx0L4Q26jWOZr9+Gs6EZQM=',
  now: 1_577_262_236_757,
}
const HOUR = 3_600_000
const MINUTE = 60_000

describe('DingTalk: signatures of HTTP deliveries', () => {
  test('one made lately is taken, for an hour', () => {
    expect(isFromDingtalk(SIGNED)).toBe(true)
    expect(isFromDingtalk({ ...SIGNED, now: SIGNED.now + HOUR })).toBe(true)
    expect(isFromDingtalk({ ...SIGNED, now: SIGNED.now - 5 * MINUTE })).toBe(true)
  })

  test.each([
    ['stale', { now: SIGNED.now + HOUR + 1 }],
    ['from the future', { now: SIGNED.now - 5 * MINUTE - 1 }],
    ['another secret', { secret: 'this is secreT' }],
    ['another time', { timestamp: '1577262236758' }],
    ['no sign', { sign: null }],
    ['no time', { timestamp: null }],
    ['an empty time', { timestamp: '' }],
    ['a time in seconds', { timestamp: '1577262236' }],
    ['a time that is no number', { timestamp: 'NaN' }],
    ['a time with a blank', { timestamp: ' 157726223675' }],
    ['a time in hexadecimal', { timestamp: '0x16f3c1e2e75' }],
    ['an empty sign', { sign: '' }],
    ['a short sign', { sign: SIGNED.sign.slice(1) }],
    ['a long sign', { sign: `A${SIGNED.sign}` }],
    ['a sign without its end', { sign: SIGNED.sign.slice(0, -1) }],
    ['a sign percent-encoded', { sign: encodeURIComponent(SIGNED.sign) }],
    // The last letter has two bits to spare: decoded it is the same.
    ['a sign in another spelling', { sign: SIGNED.sign.replace('M=', 'N=') }],
    ['one bit off', { sign: SIGNED.sign.replace('hmP', 'hmO') }],
    ['letters that are none of base64', { sign: SIGNED.sign.replace('h', '_') }],
  ])('%s is refused', (_, change) => {
    expect(isFromDingtalk({ ...SIGNED, ...change })).toBe(false)
  })

  test('what is signed is taken after the commit; nothing of an unsigned request is parsed, whatever it is', async () => {
    let fails = 0
    const { dingtalk, adapter, took, start } = await startAdapter({
      answer: () => {
        if (fails-- > 0) throw new Error('the database is away')
        return {}
      },
    })
    await start()
    const body = JSON.stringify(dingtalk.said('U1', '你好'))
    const now = Date.now()
    for (const request of [
      dingtalk.callback.request(body, { secret: 'another' }),
      dingtalk.callback.request('{{{', { secret: 'another' }),
      dingtalk.callback.request(body, { timestamp: String(now - 2 * HOUR) }),
      dingtalk.callback.request(body, { timestamp: String(now + 10 * MINUTE) }),
      dingtalk.callback.request(body, { timestamp: '' }),
      new Request('https://hearback.example/webhooks/dingtalk', { method: 'POST', body }),
    ]) {
      expect((await adapter.webhook(request)).status).toBe(401)
      expect(request.bodyUsed).toBe(false)
    }
    expect((await adapter.webhook(new Request('https://hearback.example/webhooks/dingtalk'))).status).toBe(404)
    expect(took).toEqual([])
    expect((await adapter.webhook(dingtalk.callback.request(body))).status).toBe(200)
    expect((await adapter.webhook(dingtalk.callback.request('[]'))).status).toBe(200)
    expect(took).toMatchObject([{ kind: 'text', text: '你好' }])
    fails = 9
    const failing = adapter.webhook(dingtalk.callback.request(JSON.stringify(dingtalk.said('U1', '再来'))))
    await adapter.stop()
    expect((await failing).status).toBe(503)
  })
})
