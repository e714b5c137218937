import type { Instant } from './clock.ts'

/** Remembers what has been handled, so that a second delivery does nothing. */
export interface SeenStore {
  /** True the first time this key is seen. */
  mark(key: string, at: Instant): Promise<boolean>
  has(key: string): Promise<boolean>
  prune(before: Instant): Promise<number>
}
