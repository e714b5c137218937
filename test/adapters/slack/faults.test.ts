import { describe, expect, onTestFinished, test } from 'vitest'
import { createSlackAdapter } from '#adapters/slack'
import { HTML } from '../../emulators/slack/faults.ts'
import { APP_TOKEN, BOT_TOKEN } from '../../emulators/slack/slack-emulator.ts'
import { PARTS, QUICK, startAdapter, toAnna } from './start-adapter.ts'

describe('Slack: how a send ends', () => {
  test.each([
    [
      'a limit names its pause',
      { kind: 'limited', retryAfter: 7 },
      { kind: 'refused', retryAfterMs: 7000, pauses: 'method' },
    ],
    [
      'a limit of one conversation',
      { kind: 'limited', retryAfter: 1 },
      { kind: 'refused', retryAfterMs: 1000, pauses: 'recipient' },
    ],
    ['a limit without a pause', { kind: 'limited', retryAfter: null }, { kind: 'refused', retryAfterMs: 30_000 }],
    ['a page in the place of JSON', HTML, { kind: 'uncertain', code: 'not-slack' }],
    ['a server error', { kind: 'answer', status: 503, body: 'upstream' }, { kind: 'uncertain', code: 'http-503' }],
    ['Slack itself does not know', { kind: 'error', error: 'fatal_error' }, { kind: 'uncertain', code: 'fatal_error' }],
    [
      'refused for good',
      { kind: 'error', error: 'is_archived' },
      { kind: 'refused', code: 'is_archived', permanent: true },
    ],
    [
      'the token is no good any more',
      { kind: 'error', error: 'token_revoked' },
      { kind: 'refused', permanent: false, retryAfterMs: 60_000 },
    ],
    ['not a member yet', { kind: 'error', error: 'not_in_channel' }, { kind: 'refused', permanent: false }],
  ] as const)('%s', async (_, fault, outcome) => {
    const { slack, adapter } = await startAdapter()
    slack.faults.plan('chat.postMessage', fault)
    expect(await adapter.send(toAnna('hello'))).toMatchObject(outcome)
    expect(await adapter.send(toAnna('hello'))).toMatchObject({ kind: 'sent' })
  })

  test('a lost answer is uncertain, and the look-up tells which it was', async () => {
    const { slack, adapter, anna } = await startAdapter()
    const [arrived, vanished] = [toAnna('arrived'), toAnna('vanished')]
    slack.faults.plan('chat.postMessage', { kind: 'drop', when: 'after' })
    expect((await adapter.send(arrived)).kind).toBe('uncertain')
    slack.faults.plan('chat.postMessage', { kind: 'drop', when: 'before' })
    expect((await adapter.send(vanished)).kind).toBe('uncertain')
    expect(await adapter.lookUp(arrived)).toEqual({ kind: 'sent', messageId: anna.sees()[0]?.id })
    expect(await adapter.lookUp(vanished)).toEqual({ kind: 'absent' })
    // Slack does not answer: nothing is known, least of all that it is absent.
    slack.faults.plan('conversations.history', HTML)
    await expect(adapter.lookUp(vanished)).rejects.toThrow()
  })

  test('where Slack does not show what our messages carry, nobody can tell', async () => {
    const { slack, adapter } = await startAdapter()
    expect(await adapter.lookUp(toAnna('never sent'))).toEqual({ kind: 'absent' })
    await adapter.send(toAnna('hello'))
    slack.scopes.delete('metadata.message:read')
    expect(await adapter.lookUp(toAnna('hello'))).toBeNull()
  })

  test('a channel to which the bot is still to be invited is tried again; a person who is gone is not', async () => {
    const { slack, adapter } = await startAdapter()
    const to = { kind: 'channel', channelId: 'C0HR' } as const
    const ticket = { key: 'k', to, message: { text: 'ticket' } }
    expect(await adapter.send(ticket)).toMatchObject({ kind: 'refused', code: 'channel_not_found', permanent: false })
    slack.workspace.addChannel('C0HR', 'channel', ['U0BOT'])
    expect(await adapter.send(ticket)).toMatchObject({ kind: 'sent' })
    const gone = { ...toAnna('hello'), to: { kind: 'user', userId: 'U0GONE' } } as const
    expect(await adapter.send(gone)).toMatchObject({ kind: 'refused', permanent: true })
  })

  test('a reply in a thread is found there', async () => {
    const { slack, adapter } = await startAdapter()
    slack.workspace.addChannel('C0HR', 'channel', ['U0BOT'])
    const to = { kind: 'channel', channelId: 'C0HR' } as const
    const top = await adapter.send({ key: 'top', to, message: { text: 'ticket' } })
    if (top.kind !== 'sent') throw new Error('not sent')
    const reply = { key: 'reply', to, message: { text: 'line' }, under: top.messageId }
    slack.faults.plan('chat.postMessage', { kind: 'drop', when: 'after' })
    expect((await adapter.send(reply)).kind).toBe('uncertain')
    expect(await adapter.lookUp(reply)).toMatchObject({ kind: 'sent' })
  })

  test('nothing listens where Slack should be: refused, since no byte was delivered', async () => {
    const { slack, adapter } = await startAdapter()
    expect((await adapter.send(toAnna('hello'))).kind).toBe('sent')
    await slack.stop()
    // The connection that was kept open may have taken it; a new one cannot.
    expect((await adapter.send(toAnna('hello'))).kind).not.toBe('sent')
    expect(await adapter.send(toAnna('hello'))).toMatchObject({
      kind: 'refused',
      code: 'ECONNREFUSED',
      permanent: false,
    })
    await slack.start()
  })

  test('a call that is limited holds up no other', async () => {
    const { slack, adapter } = await startAdapter()
    slack.workspace.addUser({ id: 'U0BEN' })
    slack.faults.plan('chat.postMessage', { kind: 'limited', retryAfter: 60 })
    const other = { ...toAnna('hello'), to: { kind: 'user', userId: 'U0BEN' } } as const
    expect(await adapter.send(toAnna('hello'))).toMatchObject({ kind: 'refused' })
    expect(await adapter.send(other)).toMatchObject({ kind: 'sent' })
  })

  test('a long message is brought to an end at a message a second', async () => {
    const { adapter, anna } = await startAdapter({ emulator: { limits: 1 } })
    expect((await adapter.send(toAnna('茶'.repeat(30_000)))).kind).toBe('sent')
    expect(anna.sees().length).toBeGreaterThan(1)
  })

  test('nothing of a long message is taken back in doubt', async () => {
    const { slack, adapter } = await startAdapter()
    slack.faults.plan('chat.postMessage', { kind: 'slow', until: Promise.resolve() })
    slack.faults.plan('chat.postMessage', { kind: 'drop', when: 'after' })
    const two = toAnna('茶'.repeat(15_000))
    const other = { ...two, to: { kind: 'channel', channelId: 'C0HR' } } as const
    slack.workspace.addChannel('C0HR', 'channel', ['U0BOT'])
    expect((await adapter.send(other)).kind).toBe('uncertain')
    expect(await adapter.lookUp(other)).toMatchObject({ kind: 'sent' })
    expect(slack.callsOf('chat.delete')).toEqual([])
  })

  test('half of a long message is taken back', async () => {
    const { slack, adapter, anna } = await startAdapter()
    const long = toAnna('茶'.repeat(30_000))
    slack.faults.plan('chat.postMessage', { kind: 'slow', until: Promise.resolve() }, 1)
    slack.faults.plan('chat.postMessage', { kind: 'error', error: 'is_archived' }, 1)
    expect(await adapter.send(long)).toMatchObject({ kind: 'refused', code: 'is_archived' })
    expect(anna.sees()).toEqual([])
    expect(await adapter.send(long)).toMatchObject({ kind: 'sent' })
    expect(
      anna
        .sees()
        .map(({ text }) => text)
        .join('')
        .replaceAll('\n', ''),
    ).toBe('茶'.repeat(30_000))
    expect(await adapter.lookUp(long)).toEqual({ kind: 'sent', messageId: anna.sees()[0]?.id })
  })
})

describe('Slack: the connection', () => {
  test('a routine disconnect is answered with another connection; nothing is lost', async () => {
    const { slack, anna, took, start } = await startAdapter()
    await start()
    await slack.hub.connected()
    for (let round = 1; round <= 3; round++) {
      slack.hub.refresh(round % 2 ? 'refresh_requested' : 'warning')
      await slack.hub.openedTimes(round + 1)
      await anna.say(`round ${round}`)
    }
    expect(took).toHaveLength(3)
  })

  test('what is in hand at a disconnect is still acknowledged', async () => {
    const held = Promise.withResolvers<void>()
    const { slack, anna, took, start } = await startAdapter({
      answer: async () => {
        await held.promise
        return {}
      },
    })
    await start()
    const said = anna.say('slow')
    slack.hub.refresh('refresh_requested', 5000)
    await slack.hub.openedTimes(2)
    held.resolve()
    await said
    expect(took).toHaveLength(1)
    expect(slack.deliveries.lost).toBe(0)
  })

  test('dropped without a word, refused fifty times, kicked: it comes back each time', async () => {
    const { slack, anna, took, start } = await startAdapter()
    await start()
    slack.hub.drop()
    await slack.hub.openedTimes(2)
    slack.hub.refuse = 50
    slack.hub.drop()
    await slack.hub.openedTimes(3)
    slack.hub.refresh('link_disabled')
    await slack.hub.openedTimes(4)
    slack.faults.plan('apps.connections.open', HTML, 3)
    slack.faults.plan('apps.connections.open', { kind: 'error', error: 'invalid_auth' }, 3)
    slack.faults.plan('apps.connections.open', { kind: 'limited', retryAfter: null }, 2)
    slack.faults.plan('apps.connections.open', { kind: 'drop', when: 'after' }, 2)
    slack.hub.drop()
    await slack.hub.openedTimes(5)
    await anna.say('still there')
    expect(took.at(-1)).toMatchObject({ kind: 'text', text: 'still there' })
  })

  test('a half-open connection is noticed and replaced', async () => {
    const { slack, anna, took, start } = await startAdapter()
    await start()
    slack.hub.stall()
    await slack.hub.openedTimes(2)
    await anna.say('hello')
    expect(took).toHaveLength(1)
  })

  test('a connection without a hello is given up', async () => {
    const { slack, start } = await startAdapter({ pace: { ...QUICK, helloMs: 60 } })
    slack.hub.mute = true
    await start()
    slack.hub.mute = false
    await slack.hub.openedTimes(1)
  })

  test('an address that never comes is given up, and asked for again', async () => {
    const { slack, start } = await startAdapter({ pace: { ...QUICK, helloMs: 60 } })
    slack.faults.plan('apps.connections.open', { kind: 'slow', until: new Promise(() => {}) }, 2)
    await start()
    await slack.hub.openedTimes(1)
  })

  test('two processes listen: what is delivered goes to one of them', async () => {
    const first = await startAdapter()
    await first.start()
    const took: string[] = []
    const second = createSlackAdapter(
      { apiUrl: first.slack.apiUrl, secrets: { botToken: BOT_TOKEN, appToken: APP_TOKEN, signingSecret: null } },
      { ...PARTS, pace: QUICK },
    )
    onTestFinished(() => second.stop())
    await second.start(async ({ key }) => {
      took.push(key)
      return {}
    })
    await first.slack.hub.connected(2)
    for (let n = 0; n < 20; n++) await first.anna.say(`${n}`)
    expect(first.took.length + took.length).toBe(20)
    // One of them goes; the other takes everything.
    await second.stop()
    for (let n = 0; n < 5; n++) await first.anna.say(`${n}`)
    expect(first.took.length + took.length).toBe(25)
  })

  test('a bad bot token ends nothing; when it is good again, the bot is there', async () => {
    const { slack, adapter, start } = await startAdapter()
    slack.revoked.set(BOT_TOKEN, 'token_revoked')
    await start()
    expect((await adapter.check('en'))[0]).toMatchObject({ mark: '✗' })
    slack.revoked.clear()
    await slack.hub.openedTimes(1)
    expect((await adapter.check('en')).map(({ mark }) => mark)).toEqual(['✓', '✓', '✓'])
  })

  test('what the core could not commit is not acknowledged, and comes again', async () => {
    let fails = 2
    const { slack, anna, took, start } = await startAdapter({
      emulator: { ackMs: 100 },
      answer: () => {
        if (fails-- > 0) throw new Error('database is busy')
        return {}
      },
    })
    await start()
    await anna.say('hello')
    expect(took.map(({ key }) => key)).toEqual(new Array(3).fill(took[0]?.key))
    expect(slack.deliveries.lost).toBe(0)
  })

  test('stops in the middle of reconnecting', async () => {
    const { slack, adapter, start } = await startAdapter({ pace: { ...QUICK, firstMs: 60_000, mostMs: 60_000 } })
    slack.hub.refuse = 1000
    await start()
    await adapter.stop()
    expect(slack.hub.size).toBe(0)
  })
})
