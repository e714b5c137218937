import type { Job } from './job.ts'

/** The engine under the jobs. It may lose everything it holds: the next sweep finds it again. */
export interface QueueDriver {
  start(jobs: readonly Job[]): void
  /** Something may be due now: look without waiting for the next poll. */
  wake(): void
  /** Resolves when nothing is due and nothing is in flight. */
  settled(): Promise<void>
  /** Takes nothing new, finishes what is in hand, gives up waiting after `deadlineMs`. */
  stop(deadlineMs: number): Promise<void>
  health(): QueueHealth
}

export interface QueueHealth {
  readonly driver: string
  /** Keys whose last run failed, waiting to be tried again. */
  readonly failing: number
  /** Elapsed ms since the last complete pass. */
  readonly sincePassMs: number
}
