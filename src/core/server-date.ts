import type { Instant } from './clock.ts'

/**
 * Hears what time a platform says it is: the `Date` header of its answers, as `Date.parse` reads it. What is not a
 * number is ignored. The clock of this machine is judged by it, so an adapter tells it of every answer.
 */
export type OnServerDate = (said: Instant) => void
