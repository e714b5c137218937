import { describe, expect, onTestFinished, test, vi } from 'vitest'
import type { Limits, Log, OutboxDraft, OutboxRow } from '#core'
import type { Stores } from '#db'
import { deliverJob, settleUncertainJob } from '#jobs'
import { systemRandom } from '#vault'
import { FixedClock } from '../support/fixed-clock.ts'
import { openTestDatabase } from '../support/open-test-database.ts'
import { RecordingAdapter } from '../support/recording-adapter.ts'

const silent: Log = { debug() {}, info() {}, warn() {}, error() {} }

const ROUTE = 'recorder/test'

function addressOf({ to }: OutboxDraft) {
  if (to.kind === 'sealed') return { route: 'sealed', address: null }
  return { route: ROUTE, address: `${ROUTE}/user/${to.kind === 'person' ? to.person : to.channel}` }
}

async function setup(limits: Limits = {}) {
  const clock = new FixedClock(Date.parse('2026-03-10T02:00:00Z'))
  const database = await openTestDatabase('sqlite', { realNow: () => clock.real() })
  const adapter = new RecordingAdapter()
  const outcomes: string[] = []
  /** What is so for now: keys are missing, the platform of a sealed address is; or that address is destroyed. */
  const lacks = { keys: true, platform: false, address: false }
  const parts = {
    database,
    clock,
    random: systemRandom,
    log: silent,
    destination: async (_: Stores, { to }: OutboxRow) => {
      if (to.kind === 'sealed' && lacks.address) return null
      if (to.kind === 'sealed' && lacks.platform) return 'away'
      return to.kind === 'person' && to.person === 'nobody'
        ? null
        : { adapter, to: { kind: 'user', userId: to.kind === 'person' ? to.person : 'sealed' } as const }
    },
    render: async (_: Stores, rows: readonly OutboxRow[]) =>
      rows.map(({ content }) => {
        const message = content.kind === 'message' ? content.message : { text: '' }
        if (message.text === 'unreadable' && lacks.keys) return new Error('no key')
        return message.text === 'not needed' ? null : message
      }),
    maySend: () => true,
    onOutcome: (state: string) => outcomes.push(state),
    onSpending: () => {},
  }
  const deliver = deliverJob<Stores>(parts, { route: ROUTE, limits })
  const sealed = deliverJob<Stores>(parts, { route: 'sealed', limits: {} })
  const uncertain = settleUncertainJob<Stores>(parts)
  const add = (...drafts: OutboxDraft[]) =>
    database.transaction((stores) =>
      stores.outbox.add(
        drafts.map((draft) => ({ draft, to: addressOf(draft) })),
        clock.now(),
      ),
    )
  /** Sends whatever is due, until nothing is. */
  const drain = async () => {
    for (const job of [uncertain, deliver, sealed]) {
      for (let keys = await job.due(100); keys.length > 0; keys = await job.due(100)) await job.run(keys)
    }
  }
  const counts = () => database.transaction((stores) => stores.outbox.counts())
  return { database, clock, adapter, outcomes, lacks, deliver, add, drain, counts }
}

function to(person: string, text: string, more: Partial<OutboxDraft> = {}): OutboxDraft {
  return {
    key: `${person}-${text}`,
    to: { kind: 'person', person },
    class: 'answer',
    content: { kind: 'message', message: { text } },
    ...more,
  }
}

const texts = (adapter: RecordingAdapter) => adapter.arrived.map((post) => post.message.text)

describe('sending what is owed', () => {
  test('in order for each recipient, the urgent first', async () => {
    const { adapter, add, drain } = await setup()
    await add(
      to('a', 'report', { class: 'report' }),
      to('b', 'one'),
      to('b', 'two'),
      to('c', 'deadline', { class: 'deadline' }),
    )
    await drain()
    expect(texts(adapter)).toEqual(['one', 'deadline', 'report', 'two'])
  })

  test('a key is sent once, however often it is added', async () => {
    const { adapter, add, drain } = await setup()
    await add(to('a', 'one'))
    await add(to('a', 'one'))
    await drain()
    await add(to('a', 'one'))
    await drain()
    expect(texts(adapter)).toEqual(['one'])
  })

  test('not before its time; what waits for a later day holds nobody up', async () => {
    const { adapter, clock, add, drain } = await setup()
    await add(to('a', 'tomorrow', { notBefore: clock.now() + 86_400_000 }), to('a', 'now'))
    await drain()
    expect(texts(adapter)).toEqual(['now'])
    clock.advance(86_400_000)
    await drain()
    expect(texts(adapter)).toEqual(['now', 'tomorrow'])
  })

  test('a refusal is tried again, later each time, with the same key; the next to the same person waits', async () => {
    const { adapter, clock, add, drain, counts } = await setup()
    const no = { kind: 'refused', code: 'busy', permanent: false } as const
    adapter.script.push(no, no, no)
    await add(to('a', 'one'), to('a', 'two'))
    await drain()
    expect(await counts()).toMatchObject({ pending: 2 })
    const gaps: number[] = []
    for (let seconds = 0, before = 0; adapter.script.length > 0 && seconds < 1000; seconds++) {
      const left = adapter.script.length
      clock.advance(1000)
      await drain()
      if (adapter.script.length === left) continue
      gaps.push(seconds - before)
      before = seconds
    }
    clock.advance(60_000)
    await drain()
    expect(gaps).toHaveLength(2)
    expect(gaps[1]).toBeGreaterThan(gaps[0] ?? 0)
    expect(texts(adapter)).toEqual(['one', 'two'])
    expect(adapter.arrived[0]?.key).toBe('a-one')
  })

  test('a limit is waited for as long as the platform says', async () => {
    const { adapter, clock, add, drain } = await setup()
    adapter.script.push({ kind: 'refused', code: 'limited', permanent: false, retryAfterMs: 90_000 })
    await add(to('a', 'one'))
    await drain()
    clock.advance(89_000)
    await drain()
    expect(texts(adapter)).toEqual([])
    clock.advance(1000)
    await drain()
    expect(texts(adapter)).toEqual(['one'])
  })

  test('a final refusal ends it and lets the next one through', async () => {
    const { adapter, add, drain, counts } = await setup()
    adapter.script.push({ kind: 'refused', code: 'no-such-user', permanent: true })
    await add(to('a', 'one'), to('a', 'two'))
    await drain()
    expect(texts(adapter)).toEqual(['two'])
    expect(await counts()).toMatchObject({ refused: 1, sent: 1 })
  })

  test('a lost reply is asked about, not sent again', async () => {
    const { adapter, clock, add, drain, counts } = await setup()
    adapter.script.push('lose-reply')
    await add(to('a', 'one'))
    await drain()
    expect(await counts()).toMatchObject({ uncertain: 1 })
    clock.advance(60_000)
    await drain()
    expect(texts(adapter)).toEqual(['one'])
    expect(await counts()).toMatchObject({ sent: 1 })
  })

  test('where the platform cannot be asked, the message says: again, or ask a person', async () => {
    const { adapter, clock, add, drain, counts } = await setup()
    adapter.answersLookUps = false
    adapter.script.push('lose-reply', 'lose-reply')
    await add(to('a', 'nudge', { whenUncertain: 'resend' }), to('b', 'greeting', { whenUncertain: 'hold' }))
    await drain()
    clock.advance(60_000)
    await drain()
    expect(texts(adapter).sort()).toEqual(['greeting', 'nudge', 'nudge'])
    expect(await counts()).toMatchObject({ sent: 1, held: 1 })
  })

  test('a claim that ran out is settled by somebody else; its old owner can no longer write', async () => {
    const { database, adapter, clock, add, drain, counts } = await setup()
    await add(to('a', 'one'))
    const claim = { owner: 'dead', forMs: 1000 }
    await database.transaction((stores) => stores.outbox.claim(['a-one'], claim))
    await drain()
    expect(texts(adapter)).toEqual([])
    clock.advance(2000)
    await drain()
    expect(texts(adapter)).toEqual(['one'])
    const late = { key: 'a-one', state: 'refused', code: 'late' } as const
    await database.transaction((stores) => stores.outbox.settle('dead', [late], clock.now()))
    expect(await counts()).toMatchObject({ sent: 1, refused: 0 })
  })

  test('what threw before it left is tried again; what may have left is asked about', async () => {
    const { adapter, clock, add, drain, counts } = await setup()
    const refused = Object.assign(new Error('connect'), { code: 'ECONNREFUSED', syscall: 'connect' })
    adapter.script.push(refused, new Error('socket hang up'))
    await add(to('a', 'one'), to('b', 'two'))
    await drain()
    expect(await counts()).toMatchObject({ pending: 1, uncertain: 1 })
    clock.advance(60_000)
    await drain()
    expect(adapter.lookUps).toBe(1)
    expect(texts(adapter)).toEqual(['one', 'two'])
  })

  test('what cannot begin while its claim still lasts is given back untried', async () => {
    const { adapter, clock, deliver, add, counts } = await setup()
    await add(...Array.from({ length: 40 }, (_, n) => to(`p${n}`, 'hello')))
    // A platform that needs its time: sixteen calls at once, then the next sixteen.
    adapter.onSend = () => clock.advance(2500)
    await deliver.run(await deliver.due(100))
    expect(adapter.arrived.length).toBeLessThan(20)
    expect(await counts()).toMatchObject({ sent: adapter.arrived.length, pending: 40 - adapter.arrived.length })
  })

  test('a page that somebody hands over too early is left alone', async () => {
    const { adapter, clock, deliver, add, counts } = await setup()
    await add(to('a', 'later', { notBefore: clock.now() + 1 }))
    await deliver.run(['a-later'])
    expect(adapter.arrived).toEqual([])
    expect(await counts()).toMatchObject({ pending: 1 })
  })

  test('two senders at once send each message once', async () => {
    const { adapter, deliver, add } = await setup()
    await add(...Array.from({ length: 50 }, (_, n) => to(`p${n}`, 'hello')))
    const keys = await deliver.due(100)
    await Promise.all([deliver.run(keys), deliver.run(keys), deliver.run(keys)])
    expect(new Set(adapter.arrived.map((post) => post.key)).size).toBe(50)
    expect(adapter.arrived).toHaveLength(50)
  })

  test('nobody to write to, nothing to say any more: dropped, and counted', async () => {
    const { adapter, add, drain, counts, outcomes } = await setup()
    await add(to('nobody', 'hello'), to('a', 'not needed'))
    await drain()
    expect(adapter.arrived).toEqual([])
    expect(await counts()).toMatchObject({ void: 2 })
    expect(outcomes).toEqual(['void', 'void'])
  })

  test('a sealed message leaves no row, and its key on the platform is nobody else’s', async () => {
    const { database, adapter, add, drain } = await setup()
    const draft: OutboxDraft = {
      key: 'row-key',
      to: { kind: 'sealed', case: 'case-1' },
      class: 'answer',
      content: { kind: 'message', message: { text: 'news' } },
    }
    await add(draft)
    await drain()
    expect(adapter.arrived).toHaveLength(1)
    expect(adapter.arrived[0]?.key).not.toContain('row-key')
    const counts = await database.transaction((stores) => stores.outbox.counts())
    expect(Object.values(counts).every((count) => count === 0)).toBe(true)
  })

  test('no faster than the platform takes it; a pause it asks for holds for all of its route', async () => {
    const { adapter, clock, add, drain, counts } = await setup({ send: { count: 3, perMs: 60_000 } })
    await add(...Array.from({ length: 4 }, (_, n) => to(`p${n}`, `hello ${n}`)))
    await drain()
    expect(adapter.arrived).toHaveLength(3)
    clock.advance(58_000)
    await drain()
    expect(adapter.arrived).toHaveLength(3)
    adapter.script.push({ kind: 'refused', code: 'limited', permanent: false, retryAfterMs: 300_000 })
    clock.advance(3000)
    await drain()
    expect(adapter.arrived).toHaveLength(3)
    await add(to('later', 'hello'))
    clock.advance(297_000)
    await drain()
    expect(await counts()).toMatchObject({ sent: 3, pending: 2 })
    clock.advance(60_000)
    await drain()
    expect(adapter.arrived).toHaveLength(5)
  })

  test('one person is not written to faster than the platform allows, others are not held up', async () => {
    const { adapter, clock, add, drain } = await setup({ recipient: { count: 1, perMs: 10_000 } })
    await add(to('a', 'one'), to('a', 'two'), to('b', 'one'))
    await drain()
    expect(texts(adapter)).toEqual(['one', 'one'])
    clock.advance(10_500)
    await drain()
    expect(texts(adapter)).toEqual(['one', 'one', 'two'])
  })

  test('changes of sent messages have a limit of their own', async () => {
    const { adapter, add, drain } = await setup({ update: { count: 1, perMs: 60_000 } })
    await add(to('a', 'first'), to('b', 'first'))
    await drain()
    await add(to('a', 'changed', { replaces: 'a-first' }), to('b', 'changed', { replaces: 'b-first' }), to('c', 'new'))
    await drain()
    expect(texts(adapter).sort()).toEqual(['changed', 'first', 'first', 'new'])
  })

  test('a message that cannot be made is tried again, then left to an operator; it holds up nobody', async () => {
    const { adapter, clock, add, drain, counts } = await setup()
    await add(to('a', 'unreadable'), to('b', 'fine'), to('a', 'next'))
    await drain()
    expect(texts(adapter)).toEqual(['fine'])
    expect(await counts()).toMatchObject({ pending: 2, sent: 1 })
    for (let minute = 0; minute < 3; minute++) {
      clock.advance(60_000)
      await drain()
    }
    expect(texts(adapter)).toEqual(['fine', 'next'])
    expect(await counts()).toMatchObject({ held: 1, sent: 2 })
  })

  test('of which nobody may be asked: tried for as long as it is owed, later each time, and holds up nobody', async () => {
    const { adapter, clock, add, drain, counts, lacks } = await setup()
    const sealed = { to: { kind: 'sealed', case: 'case-1' } } as const
    await add(
      to('a', 'unreadable', { whenUncertain: 'repeat' }),
      to('s', 'unreadable', sealed),
      to('a', 'next', { whenUncertain: 'repeat' }),
    )
    for (let hour = 0; hour < 60; hour++) {
      clock.advance(3_600_000)
      await drain()
    }
    expect(texts(adapter)).toEqual(['next'])
    expect(await counts()).toMatchObject({ pending: 2, held: 0, void: 0, sent: 1 })
    lacks.keys = false
    await drain()
    expect(texts(adapter)).toEqual(['next'])
    clock.advance(3_600_000)
    await drain()
    expect(texts(adapter)).toEqual(['next', 'unreadable', 'unreadable'])
  })

  test('a sealed message waits for a platform that is missing, and ends with its address', async () => {
    const { adapter, clock, add, drain, counts, lacks, outcomes } = await setup()
    const sealed = (text: string) => to(text, text, { to: { kind: 'sealed', case: text } })
    lacks.platform = true
    await add(sealed('first'), to('a', 'other'))
    for (let hour = 0; hour < 60; hour++) {
      await drain()
      clock.advance(3_600_000)
    }
    expect(texts(adapter)).toEqual(['other'])
    expect(await counts()).toMatchObject({ pending: 1, sent: 1 })
    lacks.platform = false
    await drain()
    expect(texts(adapter)).toEqual(['other', 'first'])

    lacks.platform = true
    await add(sealed('second'))
    await drain()
    lacks.address = true
    clock.advance(3_600_000)
    await drain()
    expect(outcomes.at(-1)).toBe('void')
    expect(await counts()).toMatchObject({ pending: 0 })
  })

  test('a platform that does not answer when asked is asked again, later each time, and nothing is sent meanwhile', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    onTestFinished(() => void vi.useRealTimers())
    const { adapter, clock, add, drain, counts } = await setup()
    adapter.script.push('lose-reply')
    adapter.lookUpScript.push('hang', 'fail', 'fail', 'fail', 'fail', 'fail', 'fail', 'fail')
    await add(to('a', 'one'))
    await drain()
    clock.advance(60_000)
    const hanging = drain()
    await vi.waitFor(() => expect(adapter.lookUps).toBe(1))
    await vi.advanceTimersByTimeAsync(60_000)
    await hanging
    for (let second = 0; second < 60; second++) {
      clock.advance(1000)
      await drain()
    }
    expect(adapter.lookUps).toBeLessThan(8)
    expect(await counts()).toMatchObject({ uncertain: 1 })
    for (let minute = 0; minute < 60; minute++) {
      clock.advance(60_000)
      await drain()
    }
    expect(texts(adapter)).toEqual(['one'])
    expect(await counts()).toMatchObject({ sent: 1 })
  })

  test('a channel there is no way to write to keeps what it is owed', async () => {
    const { database, clock, counts } = await setup()
    const draft = { ...to('x', 'ticket'), to: { kind: 'channel', channel: 'hr' } } as const
    await database.transaction(({ outbox }) => outbox.add([{ draft, to: null }], clock.now()))
    expect(await counts()).toMatchObject({ held: 1, void: 0 })
    const [held] = await database.transaction(({ outbox }) => outbox.held(5))
    expect(held?.content).toEqual(draft.content)
  })

  test('a message takes the place of an earlier one, or stands under it', async () => {
    const { adapter, add, drain, counts } = await setup()
    await add(to('a', 'ticket'))
    await drain()
    await add(to('a', 'ticket, taken', { replaces: 'a-ticket' }), to('a', 'a line', { under: 'a-ticket' }))
    await add(to('a', 'of nothing', { replaces: 'unknown' }))
    await drain()
    expect(adapter.arrived.map((post) => [post.message.text, post.replaces, post.under])).toEqual([
      ['ticket', undefined, undefined],
      ['ticket, taken', 'id-1', undefined],
      ['a line', undefined, 'id-1'],
    ])
    expect(await counts()).toMatchObject({ sent: 3, void: 1 })
  })
})
