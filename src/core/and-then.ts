import type { Outcome } from './flow.ts'

/** What comes of one thing, and then of another. */
export function andThen(first: Outcome, second: Outcome): Outcome {
  return { ...first, say: [...(first.say ?? []), ...(second.say ?? [])], sheet: first.sheet ?? second.sheet }
}
