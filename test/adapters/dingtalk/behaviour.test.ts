import { describe, expect, test } from 'vitest'
import type { Sheet } from '#core'
import { CHOICE, GROUP, startAdapter, to } from './start-adapter.ts'

const SHEET: Sheet = {
  title: '改日期',
  submit: '提交',
  state: 'sealed-state',
  opener: 'sealed-opener',
  steps: [{ fields: [{ name: 'date', kind: 'date', label: '哪天', required: true }] }],
}

type Started = Awaited<ReturnType<typeof startAdapter>>

/** The newest card somebody has before them. */
function cardOf({ dingtalk, one }: Started, place: string | null = null) {
  const { card } = dingtalk.organisation.in(place ?? 'U1').findLast((shown) => shown.card !== null) ?? {}
  if (!card) throw new Error('no card')
  return { card, seen: () => one.card(card) }
}

describe('DingTalk: cards', () => {
  test('a second attempt shows nothing twice, and is the same message', async () => {
    const { dingtalk, adapter } = await startAdapter()
    const post = to('U1', CHOICE, 'the/key')
    const sent = await adapter.send(post)
    expect(sent.kind).toBe('sent')
    expect(await adapter.send(post)).toEqual(sent)
    expect(await adapter.lookUp(post)).toEqual(sent)
    expect(await adapter.lookUp({ ...post, key: 'another' })).toBeNull()
    expect(dingtalk.organisation.in('U1')).toHaveLength(1)
  })

  test('an answered card shows so; nothing that it had stays on it', async () => {
    const started = await startAdapter()
    const { adapter } = started
    const sent = await adapter.send(to('U1', CHOICE))
    if (sent.kind !== 'sent') throw new Error(sent.code)
    const done = { ...to('U1', { text: '已处理' }), replaces: sent.messageId }
    expect(await adapter.send(done)).toEqual(sent)
    const { seen } = cardOf(started)
    expect(seen()).toMatchObject({ title: '', buttons: [], text: expect.stringContaining('已处理') })
    await adapter.recall(sent.messageId, [done.to])
    expect(seen().text).not.toContain('已处理')
  })

  test('each tap is one thing, on a card in a group as well, which it names', async () => {
    const started = await startAdapter()
    const { adapter, took, one, person, start } = started
    await start()
    const sent = await adapter.send({ key: 'k', to: { kind: 'channel', channelId: GROUP }, message: CHOICE })
    const { card } = cardOf(started, GROUP)
    await one.tap(card, '我来处理')
    await one.tap(card, '我来处理')
    await person('U2').tap(card, '我来处理')
    expect(new Set(took.map(({ key }) => key)).size).toBe(3)
    expect(took[0]).toMatchObject({
      kind: 'action',
      actionId: 'case.take',
      value: 'c1',
      messageId: sent.kind === 'sent' && sent.messageId,
      place: { kind: 'channel', channelId: GROUP, thread: null },
    })
  })

  test('a tap that could not be taken is not acknowledged, and is taken when it comes again', async () => {
    let fails = 1
    const started = await startAdapter({
      emulator: { hub: { repeatsCallbacks: true, ackMs: 700 } },
      answer: () => {
        if (fails-- > 0) throw new Error('the database is away')
        return {}
      },
    })
    const { adapter, took, one, start } = started
    await start()
    await adapter.send(to('U1', CHOICE))
    expect(await one.tap(cardOf(started).card, '答复')).toBe(true)
    expect(new Set(took.map(({ key }) => key)).size).toBe(1)
  })
})

describe('DingTalk: form cards', () => {
  test('what has to be corrected stands on the card, which stays open, however often the same comes', async () => {
    const started = await startAdapter({
      answer: (inbound) => {
        if (inbound.kind === 'text') return { sheet: SHEET }
        if (inbound.kind !== 'form') return {}
        return inbound.values.date === '2026-03-20' ? {} : { errors: { date: '请选以后的日子。' }, sheet: SHEET }
      },
    })
    const { adapter, took, one, start } = started
    await start()
    await one.say('改日期')
    await adapter.handled()
    const { card, seen } = cardOf(started)
    for (const date of ['2025-01-01', '2025-01-01']) {
      expect(await one.submit(card, { date })).toBeNull()
      expect(seen()).toMatchObject({
        faults: expect.stringContaining('哪天：请选以后的日子。'),
        form: expect.anything(),
      })
    }
    const forms = took.filter(({ kind }) => kind === 'form')
    expect(new Set(forms.map(({ key }) => key)).size).toBe(2)
    expect(forms[0]).toMatchObject({ state: 'sealed-state', values: { date: '2025-01-01' }, place: { kind: 'direct' } })
    await one.submit(card, { date: '2026-03-20' })
    expect(seen()).toMatchObject({ faults: '', form: null, text: expect.stringContaining('已提交') })
    expect(JSON.stringify(card.public)).not.toMatch(/sealed-state|2025-01-01|2026-03-20/)
  })

  test('a form that came twice stays open for its correction, though the core answers the second with nothing', async () => {
    const seen = new Set<string>()
    const { dingtalk, took, start } = await startAdapter({
      answer: ({ key }) =>
        seen.size === seen.add(key).size ? {} : { errors: { date: '请选以后的日子。' }, sheet: SHEET },
    })
    await start()
    const form = { date: '2025-01-01', hearback_state: 'sealed-state', hearback_turn_a: 'a' }
    const content = JSON.stringify({ cardPrivateData: { actionIds: ['sheet.submit'], params: { form } } })
    const data = JSON.stringify({ type: 'actionCallback', outTrackId: 'hb-f-x', userId: 'U1', content })
    const deliver = () => dingtalk.hub.deliver('CALLBACK', '/v1.0/card/instances/callback', data)
    const [first, second] = await Promise.all([deliver(), deliver()])
    expect(JSON.stringify(first)).toContain('请选以后的日子。')
    expect(second).toEqual(first)
    expect(await deliver()).toEqual(first)
    expect(took).toHaveLength(1)
  })

  test('one that another process has taken is left as it is', async () => {
    const started = await startAdapter({
      answer: ({ kind }) => (kind === 'text' ? { sheet: SHEET } : { repeated: true }),
    })
    const { adapter, one, start } = started
    await start()
    await one.say('改日期')
    await adapter.handled()
    const { card, seen } = cardOf(started)
    const before = seen()
    await one.submit(card, { date: '2025-01-01' })
    expect(seen()).toEqual(before)
  })

  test('asked for in the group, it comes to the person alone', async () => {
    const started = await startAdapter({ answer: ({ kind }) => (kind === 'action' ? { sheet: SHEET } : {}) })
    const { dingtalk, adapter, one, start } = started
    await start()
    await adapter.send({ key: 'k', to: { kind: 'channel', channelId: GROUP }, message: CHOICE })
    await one.tap(cardOf(started, GROUP).card, '答复')
    await adapter.handled()
    expect(dingtalk.organisation.in(GROUP)).toHaveLength(1)
    expect(cardOf(started).seen().form?.fields[0]).toMatchObject({ name: 'date', type: 'DATE' })
  })

  test('where the card cannot be shown, its page is named', async () => {
    const { dingtalk, adapter, one, start } = await startAdapter({ answer: () => ({ sheet: SHEET }) })
    await start()
    dingtalk.faults.plan('/v1.0/card/instances/createAndDeliver', {
      kind: 'answer',
      status: 400,
      body: '{"code":"param.templateNotExist"}',
    })
    await one.say('改日期')
    await adapter.handled()
    expect(dingtalk.seen.at(-1)?.text).toContain('https://hearback.example/f/sealed-opener')
  })
})

describe('DingTalk: many, long, and files', () => {
  test('equal texts to many are one call, those left out told apart; nobody’s is taken back alone', async () => {
    const { dingtalk, adapter, counted } = await startAdapter()
    dingtalk.organisation.filtered.add('U2')
    const outcomes = await adapter.sendMany([to('U1', '你好'), to('U2', '你好'), to('U3', '你好'), to('gone', '你好')])
    expect(outcomes).toMatchObject([
      { kind: 'sent' },
      { kind: 'refused', code: 'filtered', permanent: true },
      { kind: 'sent' },
      { kind: 'refused', code: 'invalid-staff-id', permanent: true },
    ])
    expect(dingtalk.calls.filter(({ path }) => path.endsWith('batchSend'))).toHaveLength(1)
    expect(counted()).toBe(0)
    const [first] = outcomes
    if (first?.kind !== 'sent') throw new Error('not sent')
    const [one, three] = ['U1', 'U3'].map((userId) => ({ kind: 'user', userId }) as const)
    if (!one || !three) throw new Error('nobody')
    // It is the others', too: from all of them it can be taken back, by one call.
    expect(await adapter.recall(first.messageId, [one])).toBeNull()
    expect(dingtalk.organisation.in('U3')).toHaveLength(1)
    expect(await adapter.recall(first.messageId, [one, three])).toEqual(first)
    expect(dingtalk.organisation.in('U3')).toEqual([])
    expect(counted()).toBe(1)
  })

  test('a card is a call for each, and each beside the first is counted', async () => {
    const { dingtalk, adapter, counted } = await startAdapter()
    const before = dingtalk.limits.left
    await adapter.sendMany(['U1', 'U2', 'U3'].map((id) => to(id, CHOICE)))
    expect(before - dingtalk.limits.left).toBe(3)
    expect(counted()).toBe(2)
  })

  test('who has read, and taking back', async () => {
    const { dingtalk, adapter, one, counted } = await startAdapter()
    const place = { kind: 'user', userId: 'U1' } as const
    const sent = await adapter.send(to('U1', '你好'))
    if (sent.kind !== 'sent') throw new Error(sent.code)
    expect(await adapter.readBy(sent.messageId, ['U1', 'U2'])).toEqual([])
    one.sees()
    expect(await adapter.readBy(sent.messageId, ['U1', 'U2'])).toEqual(['U1'])
    expect(await adapter.recall(sent.messageId, [place])).toEqual(sent)
    expect(dingtalk.organisation.in('U1')).toEqual([])
    expect(await adapter.recall('pqk-unknown', [place])).toMatchObject({ kind: 'refused', permanent: true })
    expect(counted()).toBe(4)
  })

  test('a long text comes in parts, whole, and every part is counted', async () => {
    const { dingtalk, adapter, counted } = await startAdapter()
    const text = Array.from({ length: 800 }, (_, n) => `第${n}行，茶👩‍👩‍👧 "引号"`).join('\n')
    expect(await adapter.send(to('U1', { text }))).toMatchObject({ kind: 'sent' })
    expect(dingtalk.seen.length).toBeGreaterThan(1)
    expect(counted()).toBe(dingtalk.seen.length - 1)
    const shown = dingtalk.seen.map((one) => one.text.replace(/\n\n·\w{4}$/, '')).join('\n')
    for (const line of text.split('\n')) expect(shown).toContain(line)
  })

  test('files go out after the text, and come in when somebody wants them', async () => {
    const { dingtalk, adapter, took, one, start } = await startAdapter()
    await start()
    const bytes = new TextEncoder().encode('甲,5\n')
    const files = [{ name: '结果.csv', type: 'text/csv', bytes }]
    expect(await adapter.send(to('U1', { ...CHOICE, files }))).toMatchObject({ kind: 'sent' })
    expect(dingtalk.organisation.in('U1').map(({ file }) => file?.name)).toEqual([undefined, '结果.csv'])
    await one.sendFile({ name: '名单.txt', type: 'text/plain', bytes })
    const [heard] = took
    if (heard?.kind !== 'files') throw new Error('no file')
    expect(heard.files[0]?.name).toBe('名单.txt')
    expect(await heard.files[0]?.read(100)).toEqual(bytes)
    await expect(heard.files[0]?.read(3)).rejects.toMatchObject({ code: 'file-too-large' })
  })

  test('a file that DingTalk does not take is a refusal, not a doubt; said again, the text stands once', async () => {
    const { dingtalk, adapter } = await startAdapter()
    const files = [{ name: 'a.pdf', type: 'application/pdf', bytes: new Uint8Array([1]) }]
    const post = to('U1', { text: '结果', files }, 'k')
    dingtalk.faults.plan('/media/upload', { kind: 'answer', status: 502, body: '<html></html>' })
    expect(await adapter.send(post)).toMatchObject({ kind: 'refused', permanent: false })
    expect(await adapter.send(post)).toMatchObject({ kind: 'sent' })
    expect(dingtalk.organisation.in('U1').map(({ file }) => file !== null)).toEqual([false, true])
  })
})
