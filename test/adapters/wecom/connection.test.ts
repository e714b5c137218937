import { expect, test } from 'vitest'
import { anotherAdapter, startAdapter, toZhang, until } from './start-adapter.ts'

/** An adapter with the bot alone, up, and what it has logged. */
async function connected(options: Parameters<typeof startAdapter>[0] = {}) {
  const codes: string[] = []
  const note = (event: string, fields: { code?: string } = {}) => {
    if (event === 'wecom.disconnected') codes.push(fields.code ?? '')
  }
  const log = { debug() {}, info() {}, warn: note, error: note }
  const started = await startAdapter({ channels: 'bot', log, ...options })
  await started.start()
  await started.zhang.write('在吗')
  await until(() => started.took.length === 1)
  /** Cuts the connection and waits until that was noticed. */
  const cut = async () => {
    const before = codes.length
    started.wecom.bot.drop()
    await until(() => codes.length > before)
  }
  return { ...started, codes, cut }
}

test('a connection that is cut is back, and what was to be sent meanwhile is sent', async () => {
  const { adapter, took, zhang, cut } = await connected()
  for (let time = 1; time <= 5; time++) {
    await cut()
    expect((await adapter.send(toZhang(`第 ${time} 次`))).kind).toBe('sent')
    await zhang.write('还在吗')
    await until(() => took.length === time + 1)
  }
  expect(zhang.sees({ in: 'bot' }).filter(({ from }) => from === 'hearback')).toHaveLength(5)
})

test('fifty refused connections end neither the program nor the trying', async () => {
  const { wecom, adapter, cut } = await connected()
  wecom.faults.refuseConnects = 50
  await cut()
  const waiting = await adapter.send(toZhang('太早'))
  expect(waiting).toMatchObject({ kind: 'refused', permanent: false })
  await until(() => wecom.faults.refuseConnects === 0 && wecom.bot.subscribed)
  expect((await adapter.send(toZhang('现在'))).kind).toBe('sent')
})

test('a subscription that is not answered is given up and tried again', async () => {
  const { wecom, adapter, codes, cut } = await connected({ timings: { subscribeMs: 60 } })
  wecom.faults.ignoreSubscribes = 3
  await cut()
  await until(() => wecom.bot.subscribed)
  expect((await adapter.send(toZhang('好了'))).kind).toBe('sent')
  expect(codes).toEqual(['disconnected', 'subscribe-timeout', 'subscribe-timeout', 'subscribe-timeout'])
})

test('a half-open socket is noticed by its silence', async () => {
  const { wecom } = await connected()
  wecom.faults.halfOpen = true
  await until(() => !wecom.bot.subscribed)
  wecom.faults.halfOpen = false
  await until(() => wecom.bot.subscribed)
})

test('a socket that is open but not subscribed is noticed: by a refused heartbeat, and by a refused message', async () => {
  const { wecom, adapter } = await connected()
  const before = wecom.bot.subscribes
  wecom.faults.forgetSubscription = true
  await until(() => wecom.bot.refused.includes(846609))
  wecom.faults.forgetSubscription = false
  await until(() => wecom.bot.subscribes > before && wecom.bot.subscribed)

  const quiet = await connected({ timings: { heartbeatMs: 60_000 } })
  quiet.wecom.faults.forgetSubscription = true
  const outcome = await quiet.adapter.send(toZhang('听得见吗'))
  expect(outcome).toEqual({ kind: 'refused', code: 'not-subscribed', permanent: false })
  quiet.wecom.faults.forgetSubscription = false
  await until(() => quiet.wecom.bot.subscribed)
  expect((await quiet.adapter.send(toZhang('现在呢'))).kind).toBe('sent')
  expect((await adapter.send(toZhang('也好'))).kind).toBe('sent')
})

test('after a kick it waits, longer each time, and does not fight', async () => {
  const { wecom, adapter, codes } = await connected()
  const before = wecom.bot.subscribes
  for (let kick = 1; kick <= 3; kick++) {
    wecom.bot.evict()
    await until(() => codes.filter((code) => code === 'kicked').length === kick)
    expect(await adapter.check?.('en')).toContainEqual(
      expect.objectContaining({ mark: '✗', text: expect.stringContaining('ended by another') }),
    )
    expect(wecom.bot.subscribed).toBe(false)
    expect(await adapter.send(toZhang('等等'))).toMatchObject({
      kind: 'refused',
      code: 'not-connected',
      permanent: false,
    })
    await until(() => wecom.bot.subscribed)
  }
  expect(wecom.bot.subscribes).toBe(before + 3)
})

test('a second copy of the program evicts the first, which stays back', async () => {
  const first = await connected({ timings: { kickedMs: 60_000 } })
  const second = await anotherAdapter(first.wecom, 'bot')
  await second.start(async () => ({}))
  expect((await second.send(toZhang('我来了'))).kind).toBe('sent')
  expect((await first.adapter.send(toZhang('我退下'))).kind).toBe('refused')
  expect(first.wecom.bot.subscribes).toBe(2)
  await second.stop()
})

test('credentials that are refused are tried again late, and say so', async () => {
  const { wecom, adapter, start } = await startAdapter({
    channels: 'bot',
    botSecret: 'wrong',
    timings: { refusedMs: 60_000 },
  })
  await start()
  expect(wecom.bot.refused).toEqual([40001])
  expect((await adapter.check?.('en'))?.some(({ text }) => text.includes('credentials refused'))).toBe(true)
  expect((await adapter.send(toZhang('无'))).kind).toBe('refused')
  expect(wecom.bot.refused).toEqual([40001])
})

test('an acknowledgement that never comes leaves it open; a card is kept from coming twice by its task', async () => {
  const { wecom, adapter, zhang } = await connected()
  wecom.faults.withholdAcks = 1
  const card = { title: '请选择', text: '', actions: [{ id: 'survey.start', label: '开始', value: '1' }] }
  const post = toZhang(card)
  expect(await adapter.send(post)).toEqual({ kind: 'uncertain', code: 'no-answer' })
  expect((await adapter.send(post)).kind).toBe('sent')
  expect(zhang.sees({ in: 'bot' }).filter((one) => one.card)).toHaveLength(1)
})

test('a late acknowledgement is not credited to another message', async () => {
  const { wecom, adapter, zhang } = await connected()
  wecom.faults.lateAckMs = 5200
  expect(await adapter.send(toZhang('一'))).toEqual({ kind: 'uncertain', code: 'no-answer' })
  wecom.faults.lateAckMs = 0
  wecom.faults.withholdAcks = 1
  const { acks } = wecom.bot
  const second = adapter.send(toZhang('二'))
  await until(() => wecom.bot.acks > acks)
  await wecom.bot.roundTrip()
  wecom.bot.drop()
  expect(await second).toEqual({ kind: 'uncertain', code: 'no-answer' })
  expect(zhang.sees({ in: 'bot' }).filter(({ from }) => from === 'hearback')).toHaveLength(2)
})

test('a connection cut while a message is under way leaves it open', async () => {
  const { wecom, adapter } = await connected()
  wecom.faults.withholdAcks = 1
  const sending = adapter.send(toZhang('中途'))
  await until(() => wecom.faults.withholdAcks === 0)
  wecom.bot.drop()
  expect(await sending).toEqual({ kind: 'uncertain', code: 'no-answer' })
})

test('what could not be taken is taken later: the connection delivers nothing twice', async () => {
  let fails = 3
  const { took, zhang } = await connected({
    answer: (inbound) => {
      if (inbound.kind === 'text' && inbound.text === '记一下' && fails-- > 0) throw new Error('the database is away')
      return {}
    },
  })
  await zhang.write('记一下')
  await zhang.write('然后')
  await until(() => took.length === 6)
  expect(took.map((one) => one.kind === 'text' && one.text)).toEqual([
    '在吗',
    '记一下',
    '记一下',
    '记一下',
    '记一下',
    '然后',
  ])
})

test('no conversation gets more than thirty messages a minute, whoever asks', async () => {
  const { wecom, adapter } = await connected({ emulator: { minuteMs: 60_000 } })
  const outcomes = await Promise.all(Array.from({ length: 40 }, (_, n) => adapter.send(toZhang(`第 ${n}`))))
  expect(outcomes.filter(({ kind }) => kind === 'sent')).toHaveLength(30)
  const waits = outcomes.filter((one) => one.kind === 'refused')
  expect(waits.every((one) => one.code === 'pace' && one.pauses === 'recipient' && (one.retryAfterMs ?? 0) > 0)).toBe(
    true,
  )
  expect(wecom.bot.refused).toEqual([])
})
