import { describe, expect, test } from 'vitest'
import type { MessageClass, SendOutcome } from '#core'
import { budgetOf, delivering, draftTo, people } from '../support/delivering.ts'

const text = (post: { message: { text: string } }) => post.message.text
const MINUTE = 60_000

describe('sending to many', () => {
  test('equal texts share a call, as many as the platform takes; what differs goes alone, outcomes are each one’s own', async () => {
    const { adapter, add, drain, counts } = await delivering({ d: { limits: {}, batchMax: 3 } })
    const d = adapter('d')
    const no: SendOutcome = { kind: 'refused', code: 'no-such-user', permanent: true }
    await add('d', ...people(7).map((person) => draftTo(person, 'hello')), draftTo('x', 'only for you'))
    d.script.push(...new Array<'ok'>(2).map(() => ({ kind: 'sent', messageId: 'm' }) as SendOutcome))
    await drain()
    expect(d.calls).toEqual([['p0', 'p1', 'p2'], ['p3', 'p4', 'p5'], ['p6'], ['x']])
    expect(await counts()).toMatchObject({ sent: 8 })
    d.script.push({ kind: 'uncertain', code: 'lost' }, no)
    await add('d', ...people(3).map((person) => draftTo(person, 'again')))
    await drain()
    expect(await counts()).toMatchObject({ sent: 9, uncertain: 1, refused: 1 })
  })

  test('a call is one call, however many it reaches', async () => {
    const limits = { send: { count: 2, perMs: MINUTE } }
    const { adapter, clock, add, drain } = await delivering({ d: { limits, batchMax: 20 } })
    await add('d', ...people(70).map((person) => draftTo(person, 'hello', { class: 'deadline' })))
    await drain()
    expect(adapter('d').calls.map((call) => call.length)).toEqual([20, 20])
    clock.advance(2 * MINUTE)
    await drain()
    expect(adapter('d').calls.map((call) => call.length)).toEqual([20, 20, 20, 10])
  })

  test('X16: while one workspace wants a pause, everything of the other goes out', async () => {
    const limits = { send: { count: 50, perMs: 1000 } }
    const { adapter, clock, add, drain } = await delivering({ a: { limits }, b: { limits } })
    adapter('a').script.push({ kind: 'refused', code: 'limited', permanent: false, retryAfterMs: 10 * MINUTE })
    await add('a', ...people(100).map((person) => draftTo(person, 'from a')))
    await add('b', ...people(30).map((person) => draftTo(`b-${person}`, 'from b')))
    await drain()
    const before = adapter('a').arrived.length
    expect(adapter('b').arrived).toHaveLength(30)
    await add('b', ...people(30).map((person) => draftTo(`b-${person}`, 'more from b')))
    clock.advance(MINUTE)
    await drain()
    expect(adapter('b').arrived).toHaveLength(60)
    expect(adapter('a').arrived).toHaveLength(before)
    // Only what was on its way already arrives after the refusal.
    expect(before).toBeLessThan(16)
    for (let minute = 0; minute < 12; minute++) {
      clock.advance(MINUTE)
      await drain()
    }
    expect(adapter('a').arrived).toHaveLength(100)
  })

  test('X17: what matters first goes first, whatever was there before', async () => {
    const { adapter, clock, add, drain } = await delivering({ a: { limits: { send: { count: 5, perMs: 500 } } } })
    const classes: MessageClass[] = ['report', 'greeting', 'visit', 'legal', 'deadline']
    for (const one of classes)
      await add('a', ...people(10).map((person) => draftTo(`${one}-${person}`, one, { class: one })))
    for (let step = 0; step < 30; step++) {
      await drain()
      clock.advance(600)
    }
    const order = adapter('a').arrived.map(text)
    expect(order).toEqual(classes.toReversed().flatMap((one) => new Array(10).fill(one)))
  })

  test('what has waited for long is not left behind for ever by an endless stream of more urgent ones', async () => {
    const { adapter, clock, add, drain } = await delivering({ a: { limits: { send: { count: 10, perMs: 1000 } } } })
    await add('a', draftTo('r', 'report', { class: 'report' }))
    let sent = 0
    for (let minute = 0; minute < 60 && !adapter('a').arrived.map(text).includes('report'); minute++) {
      await add('a', ...people(60).map((p) => draftTo(`${p}-${minute}`, `urgent ${minute}`, { class: 'deadline' })))
      await drain()
      clock.advance(MINUTE)
      sent = adapter('a').arrived.length
    }
    expect(adapter('a').arrived.map(text)).toContain('report')
    expect(sent).toBeGreaterThan(30 * 10)
  })

  test('an answer does not wait behind the sending its reader is part of', async () => {
    const limits = { send: { count: 60, perMs: MINUTE } }
    const { adapter, add, drain } = await delivering({ a: { limits } })
    await add('a', ...people(50).map((person) => draftTo(person, 'survey')))
    await drain()
    expect(adapter('a').arrived.length).toBeLessThan(10)
    await add('a', draftTo('p40', 'here you are', { class: 'answer' }))
    await drain()
    expect(adapter('a').arrived.map(text)).toContain('here you are')
  })

  test('a month’s calls: counted, told ahead of time, the last ones kept for what matters, the rest next month', async () => {
    const { adapter, clock, add, drain, warnings, spending, counts } = await delivering({
      d: { limits: { budget: budgetOf(100, 10) } },
    })
    await add('d', ...people(95).map((person) => draftTo(person, 'hello')))
    await drain()
    expect(adapter('d').arrived).toHaveLength(90)
    expect(spending.at(-1)).toBe(90)
    expect(warnings.map(({ state }) => state)).toEqual(['50 %', '80 %'])
    await add('d', ...people(12).map((person) => draftTo(`u-${person}`, 'urgent', { class: 'deadline' })))
    await drain()
    expect(
      adapter('d')
        .arrived.map(text)
        .filter((one) => one === 'urgent'),
    ).toHaveLength(10)
    expect(warnings.map(({ state }) => state)).toEqual(['50 %', '80 %', '100 %'])
    expect(await counts()).toMatchObject({ sent: 100, pending: 7 })
    // Until the first of April in Shanghai nothing, then the rest, the urgent first.
    clock.advance(Date.parse('2026-03-31T15:59:00Z') - clock.now())
    await drain()
    expect(adapter('d').arrived).toHaveLength(100)
    clock.advance(2 * MINUTE)
    await drain()
    expect(adapter('d').arrived.slice(100).map(text)).toEqual([
      ...new Array(2).fill('urgent'),
      ...new Array(5).fill('hello'),
    ])
    expect(spending.at(-1)).toBe(7)
  })
})
