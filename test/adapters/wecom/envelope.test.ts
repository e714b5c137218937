import { createCipheriv } from 'node:crypto'
import { getSignature } from '@wecom/crypto'
import { expect, test } from 'vitest'
import { APP, CALLBACK } from '../../emulators/wecom/wecom-emulator.ts'
import { startAdapter } from './start-adapter.ts'

/** WeCom's own sample: https://developer.work.weixin.qq.com/document/path/90930 and the libraries given out with it. */
const SAMPLE = {
  corpId: 'wx5823bf96d3bd56c7',
  token: 'QDG6eK',
  encodingAesKey: 'jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C',
  timestamp: '1409659589',
  nonce: '263014780',
  signature: '5c45ff5e21c57e6ad56bac8758b79b1d9ac89fd3',
  echostr: 'P9nAzCzyDtyTWESHep1vC5X9xho/qYX3Zpb4yKa9SKld1DsH3Iyt3tP3zNdtp+4RPcs8TgAE7OaBO+FZXvnaqQ==',
  plain: '1616140317555161061',
}

async function sampleAt(now: number) {
  const { createWecom } = await import('#adapters/wecom')
  const { systemClock } = await import('../../../src/system-clock.ts')
  const { systemRandom } = await import('#vault')
  const settings = {
    bot: null,
    app: { corpId: SAMPLE.corpId, agentId: '1', apiUrl: null },
    secrets: { botSecret: null, agentSecret: 'x', callback: SAMPLE },
  }
  const log = { debug() {}, info() {}, warn() {}, error() {} }
  const clock = { ...systemClock, real: () => now }
  const parts = { workspace: 'company', clock, random: systemRandom, log, publicUrl: null, onServerDate() {} }
  return createWecom(settings, parts)
}

function sampleRequest(changed: Partial<typeof SAMPLE> = {}): Request {
  const { signature, timestamp, nonce, echostr } = { ...SAMPLE, ...changed }
  const query = new URLSearchParams({ msg_signature: signature, timestamp, nonce, echostr })
  return new Request(`https://hearback.example/webhooks/wecom?${query}`)
}

test("the address is verified with WeCom's own sample", async () => {
  const adapter = await sampleAt(Number(SAMPLE.timestamp) * 1000)
  const response = await adapter.webhook?.(sampleRequest())
  expect(response?.status).toBe(200)
  expect(await response?.text()).toBe(SAMPLE.plain)
})

test('a sample that was changed in any place, or comes at another time, is refused', async () => {
  const at = Number(SAMPLE.timestamp) * 1000
  const adapter = await sampleAt(at)
  const changes: Partial<typeof SAMPLE>[] = [
    { signature: `6${SAMPLE.signature.slice(1)}` },
    { signature: '' },
    { signature: SAMPLE.signature.slice(2) },
    { timestamp: '1409659590' },
    { timestamp: '1409659589.0' },
    { nonce: '263014781' },
    { echostr: SAMPLE.echostr.replace('P9', 'P8') },
    { echostr: '' },
  ]
  for (const change of changes)
    expect((await adapter.webhook?.(sampleRequest(change)))?.status, JSON.stringify(change)).toBe(403)
  for (const away of [-3_600_000, -660_000, 660_000, 365 * 86_400_000]) {
    const other = await sampleAt(at + away)
    expect((await other.webhook?.(sampleRequest()))?.status, String(away)).toBe(403)
  }
})

const KEY = Buffer.from(`${CALLBACK.encodingAesKey}=`, 'base64')

/** Enciphers bytes as they are, padding and all: what no library would make. */
function encipher(bytes: Buffer): string {
  const cipher = createCipheriv('aes-256-cbc', KEY, KEY.subarray(0, 16)).setAutoPadding(false)
  return Buffer.concat([cipher.update(bytes), cipher.final()]).toString('base64')
}

interface Envelope {
  readonly xml?: string
  readonly corpId?: string
  readonly length?: number
  /** The padding, given how long it has to be. */
  readonly pad?: (length: number) => Buffer
}

function envelope({ xml = TEXT, corpId = APP.corpId, length, pad = (n) => Buffer.alloc(n, n) }: Envelope = {}): string {
  const message = Buffer.from(xml)
  const size = Buffer.alloc(4)
  size.writeUInt32BE(length ?? message.length)
  const body = Buffer.concat([Buffer.alloc(16, 7), size, message, Buffer.from(corpId)])
  return encipher(Buffer.concat([body, pad(32 - (body.length % 32))]))
}

const TEXT = `<xml><ToUserName><![CDATA[${APP.corpId}]]></ToUserName><FromUserName><![CDATA[ZhangSan]]></FromUserName><CreateTime>1</CreateTime><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[你好]]></Content><MsgId>9007199254740993</MsgId><AgentID>1000002</AgentID></xml>`

/** A request whose signature is right, whatever is in it. */
function signed(ciphertext: string, body?: string): Request {
  const timestamp = String(Math.floor(Date.now() / 1000))
  const signature = getSignature(CALLBACK.token, timestamp, 'n', ciphertext)
  const query = new URLSearchParams({ msg_signature: signature, timestamp, nonce: 'n' })
  const wrapped = body ?? `<xml><Encrypt><![CDATA[${ciphertext}]]></Encrypt></xml>`
  return new Request(`https://hearback.example/webhooks/wecom?${query}`, { method: 'POST', body: wrapped })
}

test('a right envelope is taken; its long id stays what it is', async () => {
  const { adapter, took, start } = await startAdapter({ channels: 'app' })
  await start()
  const response = await adapter.webhook?.(signed(envelope()))
  expect([response?.status, await response?.text()]).toEqual([200, ''])
  expect(took.map(({ key, kind }) => [key, kind])).toEqual([['app:9007199254740993', 'text']])
})

test('whatever WeCom would not make is refused although its signature is right', async () => {
  const { adapter, took, start } = await startAdapter({ channels: 'app' })
  await start()
  const wrong: Readonly<Record<string, string>> = {
    'another company': envelope({ corpId: 'ww9999999999999999' }),
    'no company': envelope({ corpId: '' }),
    'a longer name of the company': envelope({ corpId: `${APP.corpId}x` }),
    'a length beyond the end': envelope({ length: 60_000 }),
    'a length of the largest number': envelope({ length: 0xffffffff }),
    'a shorter length': envelope({ length: 10 }),
    'no length at all': encipher(Buffer.alloc(16, 16)),
    'padding of nought': envelope({ pad: (n) => Buffer.alloc(n, 0) }),
    'padding of 33': envelope({ pad: (n) => Buffer.alloc(n, 33) }),
    'padding of which one byte differs': envelope({
      pad: (n) => Buffer.concat([Buffer.alloc(1, 99), Buffer.alloc(n + 31, n + 32)]).subarray(0, n),
    }),
    'half a block': Buffer.from(envelope(), 'base64').subarray(0, -8).toString('base64'),
    'bytes that are no text': envelope({ xml: TEXT }).replace(/^..../, 'AAAA'),
    'the last block changed': Buffer.concat([
      Buffer.from(envelope(), 'base64').subarray(0, -16),
      Buffer.alloc(16),
    ]).toString('base64'),
    'base64 that is written otherwise': `${envelope().replace(/=*$/, '')}A==`,
  }
  for (const [name, ciphertext] of Object.entries(wrong)) {
    const status = (await adapter.webhook?.(signed(ciphertext)))?.status
    expect(status, name).toBe(403)
  }
  expect(took).toEqual([])
})

test('nothing is opened whose signature is wrong, and nothing that has no envelope', async () => {
  const { adapter, took, start, wecom } = await startAdapter({ channels: 'app' })
  await start()
  const ciphertext = envelope()
  const bodies = ['', '<xml></xml>', 'no xml', `<xml><Encrypt>${'é'.repeat(10)}</Encrypt></xml>`, 'x'.repeat(400_000)]
  for (const body of bodies) expect((await adapter.webhook?.(signed(ciphertext, body)))?.status).toBe(403)
  const other = new Request(
    signed(ciphertext).url.replace(/msg_signature=(.)/, (_, first) => `msg_signature=${first === '0' ? '1' : '0'}`),
    {
      method: 'POST',
      body: `<xml><Encrypt>${ciphertext}</Encrypt></xml>`,
    },
  )
  expect((await adapter.webhook?.(other))?.status).toBe(403)
  expect(
    (await adapter.webhook?.(new Request('https://hearback.example/webhooks/wecom', { method: 'PUT' })))?.status,
  ).toBe(405)
  for (const timestamp of [-660, 660].map((away) => String(Math.floor(Date.now() / 1000) + away))) {
    expect((await adapter.webhook?.(wecom.callback.request(TEXT, { timestamp })))?.status, timestamp).toBe(403)
  }
  expect(took).toEqual([])
})

test('no entity is ever replaced, and nothing that declares any is read', async () => {
  const { adapter, took, start } = await startAdapter({ channels: 'app' })
  await start()
  const laughs = `<!DOCTYPE xml [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>${TEXT.replace('你好', ']]>&b;<![CDATA[')}`
  expect((await adapter.webhook?.(signed(envelope({ xml: laughs }))))?.status).toBe(200)
  expect(took).toEqual([])
  const plain = TEXT.replace('<![CDATA[你好]]>', '&lt;b&gt;&amp;&#65;')
  await adapter.webhook?.(signed(envelope({ xml: plain })))
  expect(took.map((one) => one.kind === 'text' && one.text)).toEqual(['&lt;b&gt;&amp;&#65;'])
})

test('the same request again is answered as it was, and taken once; where taking failed it is taken anew', async () => {
  let fails = 1
  const { adapter, took, start } = await startAdapter({
    channels: 'app',
    answer: () => {
      if (fails-- > 0) throw new Error('the database is away')
      return {}
    },
  })
  await start()
  const ciphertext = envelope()
  expect((await adapter.webhook?.(signed(ciphertext)))?.status).toBe(503)
  expect((await adapter.webhook?.(signed(ciphertext)))?.status).toBe(200)
  expect((await adapter.webhook?.(signed(ciphertext)))?.status).toBe(200)
  expect(took).toHaveLength(2)
})
