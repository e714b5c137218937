import type { Clock } from '#core'

/** Company time of a real company is the time of the machine. */
export const systemClock: Clock = {
  now: () => Date.now(),
  real: () => Date.now(),
  elapsed: () => performance.now(),
}
