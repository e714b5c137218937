import { setTimeout as wait } from 'node:timers/promises'
import type { Result } from './client.ts'

const MOST_TRIES = 4
const LONGEST_PAUSE_MS = 10_000

/** Tries again where Slack wants a short pause: for what nobody else would send later. */
export async function patiently(attempt: () => Promise<Result>): Promise<Result> {
  let result = await attempt()
  for (let tried = 1; tried < MOST_TRIES; tried++) {
    if (result.kind !== 'refused' || result.retryAfterMs === undefined || result.retryAfterMs > LONGEST_PAUSE_MS) break
    await wait(result.retryAfterMs)
    result = await attempt()
  }
  return result
}
