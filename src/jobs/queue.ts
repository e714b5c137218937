import type { Job } from './job.ts'

/** The engine under the jobs. It may lose everything it holds: the next sweep finds it again. */
export interface QueueDriver {
  /** `work`: whether this process does what is due, or only says when there is something to do. */
  start(jobs: readonly Job[], work: boolean): void
  /** Something may be due now: look without waiting for the next poll. */
  wake(): void
  /** Resolves when nothing is due and nothing is in flight. */
  settled(): Promise<void>
  /** Takes nothing new, finishes what is in hand, gives up waiting after `deadlineMs`. */
  stop(deadlineMs: number): Promise<void>
  health(): QueueHealth
  /** Begins anew what has not moved for long; what it had in hand may still come to its end. */
  restart(): void
}

export interface QueueHealth {
  readonly driver: string
  /** Keys whose last run failed, waiting to be tried again. */
  readonly failing: number
  /** Elapsed ms since work was last looked for, or done, by the slowest. */
  readonly sincePassMs: number
  /** Whether a Redis that should be there is away; null where none is used. */
  readonly redisAway: boolean | null
  /** Whether it is there and left alone, since it may throw jobs away; it counts as away. */
  readonly redisUnfit: boolean
}
