import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { BucketStore, Limit } from '#core'
import { block, opensIn, reserve, timeFor } from '../../src/jobs/pace.ts'

/** Buckets in memory, judged by a clock that the test moves. */
function memoryBuckets() {
  const full = new Map<string, number>()
  const state = { now: 1_000_000 }
  const buckets: BucketStore = {
    async change(name, change) {
      const { full: next, value } = change(full.get(name) ?? 0, state.now)
      full.set(name, next)
      return value
    },
    prune: async () => 0,
  }
  return { buckets, state }
}

describe('pace', () => {
  test('as many at once as the limit allows, then one per interval, at most a second ahead', async () => {
    const { buckets, state } = memoryBuckets()
    const limit: Limit = { count: 5, perMs: 1000 }
    expect(await reserve(buckets, 'b', limit, 20)).toEqual([0, 0, 0, 0, 0, 200, 400, 600, 800, 1000])
    expect(await reserve(buckets, 'b', limit, 1)).toEqual([])
    expect(await opensIn(buckets, 'b', limit)).toBe(200)
    state.now += 200
    expect(await opensIn(buckets, 'b', limit)).toBe(0)
    expect(await reserve(buckets, 'b', limit, 5)).toEqual([1000])
  })

  test('never more in any window than the limit, never idle while something waits', async () => {
    const asks = fc.array(fc.record({ pauseMs: fc.nat(3000), want: fc.nat(30) }), { minLength: 1, maxLength: 40 })
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 50 }),
        fc.integer({ min: 100, max: 60_000 }),
        asks,
        async (count, perMs, asked) => {
          const { buckets, state } = memoryBuckets()
          const limit = { count, perMs }
          const sent: number[] = []
          for (const { pauseMs, want } of asked) {
            state.now += pauseMs
            for (const wait of await reserve(buckets, 'b', limit, want)) sent.push(state.now + wait)
          }
          // A token bucket that starts full lets through at most its size and what flows in meanwhile.
          for (const [i, from] of sent.entries()) {
            for (const [j, to] of sent.entries()) {
              if (j < i) continue
              expect(j - i + 1).toBeLessThanOrEqual(count + ((to - from) * count) / perMs + 1e-6)
            }
          }
        },
      ),
      { numRuns: 60 },
    )
  })

  test('a pause that the platform asks for closes this bucket and no other', async () => {
    const { buckets, state } = memoryBuckets()
    const limit: Limit = { count: 10, perMs: 1000 }
    await block(buckets, 'a', limit, 30_000)
    expect(await reserve(buckets, 'a', limit, 5)).toEqual([])
    expect(await reserve(buckets, 'b', limit, 5)).toHaveLength(5)
    state.now += 30_000
    expect((await reserve(buckets, 'a', limit, 5))[0]).toBe(0)
  })

  test('says how long so many will take', () => {
    expect(timeFor(1000, { count: 50, perMs: 1000 })).toBe(19_000)
    expect(timeFor(10, { count: 50, perMs: 1000 })).toBe(0)
    expect(timeFor(10, undefined)).toBe(0)
  })
})
