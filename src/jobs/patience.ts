/** How long is waited for what may never come, ms. */
export interface Patience {
  /** For a platform's answer. */
  readonly answerMs: number
  /** Until a platform has done what it was asked last, or never will: before that, that it knows nothing means nothing. */
  readonly lagMs: number
  /** Until a claim ends. Longer than the other two together, or two workers could send the same message. */
  readonly claimMs: number
}

export const PATIENCE: Patience = { answerMs: 20_000, lagMs: 10_000, claimMs: 60_000 }
