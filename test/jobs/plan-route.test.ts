import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Limits } from '#core'
import { type Planned, planRoute } from '#jobs'

const NOW = Date.parse('2026-03-10T02:00:00Z')
const HOUR = 3_600_000

const to = (count: number, at = NOW, words = 'same'): Planned[] => Array.from({ length: count }, () => ({ at, words }))
const plan = (
  messages: readonly Planned[],
  limits: Limits,
  more: { batchMax?: number; waiting?: number; spent?: number } = {},
) => planRoute(messages, { platform: 'p', limits, batchMax: 1, waiting: 0, spent: 0, now: NOW, ...more })

describe('the plan of a sending', () => {
  test('without limits it is over at once; people who sleep are waited for', () => {
    expect(plan(to(500), {})).toMatchObject({ people: 500, calls: 500, from: NOW, soonest: NOW, until: NOW })
    expect(plan([...to(5), ...to(3, NOW + HOUR)], {})).toMatchObject({
      from: NOW,
      soonest: NOW + HOUR,
      until: NOW + HOUR,
    })
  })

  test('equal words share calls, different words do not, nor do different times', () => {
    expect(plan(to(45), {}, { batchMax: 20 }).calls).toBe(3)
    expect(plan([...to(45), ...to(45, NOW, 'other'), ...to(1, NOW + HOUR)], {}, { batchMax: 20 }).calls).toBe(7)
  })

  test('ten thousand people: as long as the limits make it', () => {
    const slack = plan(to(10_000), { send: { count: 300, perMs: 60_000 } })
    expect(slack.soonest - NOW).toBe(33 * 60_000)
    expect((slack.until - NOW) / (33 * 60_000)).toBeLessThan(1.03)
    const dingtalk = plan(to(10_000), { send: { count: 20, perMs: 1000 } }, { batchMax: 20 })
    expect(dingtalk.calls).toBe(500)
    expect(dingtalk.soonest - NOW).toBe(24_000)
  })

  test('a month whose calls are not enough: the rest goes out when the next one begins', () => {
    const limits = { budget: { calls: 5000, reserve: 500, timeZone: 'Asia/Shanghai' } }
    const some = plan(to(1000), limits, { batchMax: 20, spent: 4470 })
    expect(some).toMatchObject({ calls: 50, nextMonth: 400, until: Date.parse('2026-04-01T00:00:00+08:00') })
    expect(plan(to(1000), limits, { batchMax: 20, spent: 4450 }).nextMonth).toBe(0)
  })

  test('never shorter than the limits allow, longer with more people and with more that waits already', () => {
    const limit = fc.record({ count: fc.integer({ min: 1, max: 100 }), perMs: fc.integer({ min: 100, max: 100_000 }) })
    const groups = fc.array(fc.record({ count: fc.integer({ min: 1, max: 400 }), hours: fc.nat(20) }), {
      minLength: 1,
      maxLength: 4,
    })
    fc.assert(
      fc.property(
        fc.array(limit, { maxLength: 2 }),
        groups,
        fc.integer({ min: 1, max: 20 }),
        fc.nat(500),
        (send, sets, batchMax, waiting) => {
          const messages = sets.flatMap(({ count, hours }) => to(count, NOW + hours * HOUR))
          const { soonest, until, from, calls } = plan(messages, { send }, { batchMax })
          expect(soonest).toBeGreaterThanOrEqual(from)
          expect(until).toBeGreaterThanOrEqual(soonest)
          expect(calls).toBeGreaterThanOrEqual(Math.ceil(messages.length / batchMax))
          for (const { count, perMs } of send) {
            expect(until - from).toBeGreaterThanOrEqual((Math.ceil(calls / count) - 1) * perMs - 20 * HOUR)
            if (sets.length === 1) expect(soonest - from).toBeGreaterThanOrEqual((Math.ceil(calls / count) - 1) * perMs)
          }
          expect(plan([...messages, ...messages], { send }, { batchMax }).until).toBeGreaterThanOrEqual(until)
          expect(plan(messages, { send }, { batchMax, waiting }).until).toBeGreaterThanOrEqual(until)
        },
      ),
    )
  })
})
