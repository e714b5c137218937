import type { Clock } from '#core'
import type { Patience } from './patience.ts'

/**
 * Whether a send may still begin under a claim that is about to be made: not when the claim could end before the
 * platform is done, for then somebody else takes the message for unsent. A process may stand still in between, so both
 * clocks of the machine are asked: one of them goes on while it sleeps.
 */
export function deadlineOf(clock: Clock, { answerMs, lagMs, claimMs }: Patience): () => boolean {
  const left = claimMs - answerMs - lagMs
  const { elapsed, real } = { elapsed: clock.elapsed(), real: clock.real() }
  return () => Math.max(clock.elapsed() - elapsed, clock.real() - real) < left
}
