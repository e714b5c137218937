import type { BucketStore, Limit } from '#core'

/**
 * Token buckets as one number: the time at which the bucket will be full again (the generic cell rate algorithm). A
 * token is used by moving that time on by one interval; it may not be further ahead than the bucket holds.
 */

/** How far ahead slots are given out: what comes later with more urgency waits no longer than this. */
const AHEAD_MS = 1000

/** Takes up to `want` tokens; answers for each how many ms from now it may be used. */
export function reserve(buckets: BucketStore, name: string, limit: Limit, want: number): Promise<number[]> {
  return buckets.change(name, (full, now) => {
    const { interval, holds } = shape(limit)
    const slots: number[] = []
    let next = Math.max(full, now)
    while (slots.length < want) {
      const wait = Math.max(0, next + interval - holds - now)
      if (wait > AHEAD_MS) break
      slots.push(wait)
      next += interval
    }
    return { full: next, value: slots }
  })
}

/** Ms until a token may be taken; 0 when one may be now. */
export function opensIn(buckets: BucketStore, name: string, limit: Limit): Promise<number> {
  return buckets.change(name, (full, now) => {
    const { interval, holds } = shape(limit)
    return { full, value: Math.max(0, Math.max(full, now) + interval - holds - now - AHEAD_MS) }
  })
}

/** Nothing more for so long: the platform has said so. */
export function block(buckets: BucketStore, name: string, limit: Limit, ms: number): Promise<void> {
  return buckets.change(name, (full, now) => {
    const { interval, holds } = shape(limit)
    return { full: Math.max(full, now + ms + holds - interval), value: undefined }
  })
}

/** How long so many messages take at this limit, ms. */
export function timeFor(count: number, limit: Limit | undefined): number {
  return limit ? Math.max(0, count - limit.count) * (limit.perMs / limit.count) : 0
}

function shape({ count, perMs }: Limit): { interval: number; holds: number } {
  return { interval: perMs / count, holds: perMs }
}
