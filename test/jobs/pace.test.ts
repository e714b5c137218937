import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Limit } from '#core'
import { AHEAD_MS, Bucket, leastTime, likelyTime, windowsOf } from '../../src/jobs/pace.ts'

const NOW = 1_800_000_000_000

/** Makes calls as soon as they may be made, as a sender would: the state is written and read again after each look. */
function callTimes(limit: Limit | readonly Limit[], calls: number, urgent = false): number[] {
  const windows = windowsOf(limit)
  const times: number[] = []
  let state: string | null = null
  let now = NOW
  while (times.length < calls) {
    const bucket: Bucket = new Bucket(state, windows, now)
    let at = bucket.next(urgent)
    for (; at <= now + AHEAD_MS && times.length < calls; at = bucket.next(urgent)) {
      bucket.take(at)
      times.push(at - NOW)
    }
    state = bucket.write().state
    now = Math.max(now, at - AHEAD_MS)
  }
  return times
}

function mostIn(times: readonly number[], perMs: number): number {
  let first = 0
  return Math.max(
    ...times.map((at, index) => {
      while (at - (times[first] ?? at) > perMs) first++
      return index - first + 1
    }),
  )
}

const limits = fc.record({ count: fc.integer({ min: 1, max: 60 }), perMs: fc.integer({ min: 100, max: 3_600_000 }) })

describe('pace', () => {
  test('in no span more than the platform says, whenever the calls are asked for, and in all of several spans', () => {
    const asks = fc.array(fc.record({ pauseMs: fc.nat(70_000), want: fc.nat(30), urgent: fc.boolean() }), {
      minLength: 1,
      maxLength: 30,
    })
    fc.assert(
      fc.property(fc.array(limits, { minLength: 1, maxLength: 3 }), asks, (limit, asked) => {
        const windows = windowsOf(limit)
        const times: number[] = []
        let state: string | null = null
        let now = NOW
        for (const { pauseMs, want, urgent } of asked) {
          now += pauseMs
          const bucket: Bucket = new Bucket(state, windows, now)
          for (let n = 0; n < want; n++) {
            const at = bucket.next(urgent)
            if (at > now + AHEAD_MS) break
            bucket.take(at)
            times.push(at)
          }
          state = bucket.write().state
        }
        const sorted = times.toSorted((a, b) => a - b)
        for (const { count, perMs } of limit) expect(mostIn(sorted, perMs)).toBeLessThanOrEqual(count)
      }),
      { numRuns: 300 },
    )
  })

  test('in a short span all at once, again and again: within 2 % of the least time', () => {
    const limit = { count: 20, perMs: 1000 }
    const times = callTimes(limit, 500)
    expect(times.slice(0, 20)).toEqual(new Array(20).fill(0))
    const least = leastTime(500, limit)
    expect(least).toBe(24_000)
    expect((times.at(-1) ?? 0) / least).toBeLessThan(1.02)
  })

  test('in a long span evenly, so that what is urgent finds a place; within 3 % of the least time', () => {
    const limit = { count: 300, perMs: 60_000 }
    const times = callTimes(limit, 10_000)
    expect(mostIn(times, 900)).toBeLessThanOrEqual(5)
    expect((times.at(-1) ?? 0) / leastTime(10_000, limit)).toBeLessThan(1.03)
    expect(callTimes(limit, 300, true).at(-1)).toBe(0)
  })

  test('several spans at once: thirty a minute, a thousand an hour', () => {
    const times = callTimes(
      [
        { count: 30, perMs: 60_000 },
        { count: 1000, perMs: 3_600_000 },
      ],
      1030,
      true,
    )
    expect(times[29]).toBe(0)
    expect(times[30]).toBeGreaterThanOrEqual(60_000)
    expect(times[999]).toBeLessThan(3_600_000)
    expect(times[1000]).toBeGreaterThanOrEqual(3_600_000)
  })

  test('a pause that the platform asks for closes the bucket until then', () => {
    const windows = windowsOf({ count: 10, perMs: 1000 })
    const bucket = new Bucket(null, windows, NOW)
    bucket.block(NOW + 30_000)
    const { state, until } = bucket.write()
    expect(until).toBe(NOW + 30_000)
    expect(new Bucket(state, windows, NOW + 5).next(true)).toBe(NOW + 30_000)
    expect(new Bucket(state, windows, NOW + 5).roomUntil(NOW + 1005, true)).toBe(0)
    expect(new Bucket(state, windows, NOW + 30_000).next(true)).toBe(NOW + 30_000)
  })

  test('what was counted by a clock that has been set back since closes nothing', () => {
    const windows = windowsOf({ count: 3, perMs: 60_000 })
    const ahead = new Bucket(null, windows, NOW + 7_200_000)
    for (let call = 0; call < 3; call++) ahead.take(NOW + 7_200_000)
    expect(new Bucket(ahead.write().state, windows, NOW).next(true)).toBe(NOW)
  })

  test('what is written stays small and holds nothing old', () => {
    const windows = windowsOf({ count: 10_000, perMs: 60_000 })
    let state: string | null = null
    for (let second = 0; second < 300; second++) {
      const bucket: Bucket = new Bucket(state, windows, NOW + second * 1000)
      for (let n = 0; n < 50; n++) bucket.take(NOW + second * 1000 + n * 20)
      state = bucket.write().state
    }
    expect(state?.length).toBeLessThan(8000)
  })

  test('the likely time is never less than the least, and equal where everything goes at once', () => {
    fc.assert(
      fc.property(fc.nat(20_000), fc.array(limits, { maxLength: 3 }), (calls, limit) => {
        const likely = likelyTime(calls, limit)
        expect(likely).toBeGreaterThanOrEqual(leastTime(calls, limit))
        if (limit.every(({ count, perMs }) => calls <= count && perMs <= 2000)) expect(likely).toBe(0)
      }),
    )
    expect(leastTime(10_000, { count: 300, perMs: 60_000 })).toBe(33 * 60_000)
    expect(leastTime(10, undefined)).toBe(0)
  })
})
