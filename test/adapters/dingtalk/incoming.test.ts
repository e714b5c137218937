import { describe, expect, test } from 'vitest'
import { CHOICE, startAdapter, to } from './start-adapter.ts'

type Started = Awaited<ReturnType<typeof startAdapter>>

describe('DingTalk: what comes in', () => {
  test('is taken one after the other for each person; nobody waits for somebody else', async () => {
    const gate = Promise.withResolvers<void>()
    const { dingtalk, took, one, person, start } = await startAdapter({
      answer: async (inbound) => {
        if (inbound.kind === 'text' && inbound.text === '一') await gate.promise
        return {}
      },
    })
    await start()
    const said = [one.say('一'), one.say('二')]
    await person('U2').say('三')
    await dingtalk.hub.roundTrip()
    expect(took).toMatchObject([{ text: '一' }, { text: '三' }])
    gate.resolve()
    expect(await Promise.all(said)).toEqual([true, true])
    expect(took.at(-1)).toMatchObject({ text: '二' })
  })

  test('is finished and acknowledged before the connection is let go', async () => {
    const gate = Promise.withResolvers<void>()
    const { dingtalk, adapter, took, one, start } = await startAdapter({
      answer: async () => {
        await gate.promise
        return {}
      },
    })
    await start()
    const said = one.say('你好')
    await dingtalk.hub.roundTrip()
    expect(took).toHaveLength(1)
    const stopped = adapter.stop()
    gate.resolve()
    await stopped
    expect(await said).toBe(true)
  })
})

describe('DingTalk: the way back that comes with what somebody says', () => {
  const calls = ({ dingtalk }: Started) => dingtalk.calls.filter(({ path }) => path.endsWith('batchSend')).length

  test('takes the answers without a call; what was counted for them is given back', async () => {
    const started = await startAdapter()
    const { dingtalk, adapter, one, start, counted } = started
    await start()
    await one.say('帮助')
    const post = to('U1', '菜单')
    const sent = await adapter.send(post)
    expect(sent).toMatchObject({ kind: 'sent' })
    expect([calls(started), counted(), dingtalk.sessions.used]).toEqual([0, -1, 1])
    if (sent.kind !== 'sent') return
    expect(await adapter.recall(sent.messageId, [post.to])).toBeNull()
    expect(await adapter.readBy(sent.messageId, ['U1'])).toBeNull()
    await adapter.send(post)
    expect(dingtalk.seen).toHaveLength(1)
    // Nobody else's, and nothing that it cannot carry.
    await adapter.send(to('U2', '你好'))
    await adapter.send(to('U1', CHOICE))
    expect([calls(started), dingtalk.sessions.used]).toEqual([1, 2])
  })

  test.each([
    ['over', { emulator: { now: () => Date.now() - 2 * 3_600_000 } }, null],
    ['refused', {}, { kind: 'answer', status: 200, body: '{"errcode":300005,"errmsg":"x"}' }],
    ['broken', {}, { kind: 'answer', status: 502, body: '<html></html>' }],
    ['cut', {}, { kind: 'drop', when: 'before' }],
  ] as const)('%s, it is left for a call', async (_, options, fault) => {
    const started = await startAdapter(options)
    const { dingtalk, adapter, one, start } = started
    await start()
    await one.say('帮助')
    if (fault) dingtalk.faults.plan('/robot/sendBySession', fault)
    for (const text of ['一', '二']) {
      const post = to('U1', text)
      // Whether something that was cut arrived is in doubt.
      const first = await adapter.send(post).catch(() => ({ kind: 'uncertain' }))
      if (first.kind !== 'sent') expect(await adapter.send(post)).toMatchObject({ kind: 'sent' })
    }
    expect(calls(started)).toBe(2)
    expect(dingtalk.seen).toHaveLength(2)
  })
})
