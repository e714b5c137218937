/** Settings in which the state of this machine's clock outlives the process; doctor reads them, too. */

/** The last time at which the clock was trusted, ms. */
export const CLOCK_LAST_SEEN = 'clock-last-seen'
/** There while the clock is not trusted: a `ClockDoubt` as JSON. */
export const CLOCK_DOUBT = 'clock-doubt'
/** A person has looked: what the clock showed then is right, ms. */
export const CLOCK_CONFIRMED = 'clock-confirmed'
/** What is still to be told to operators: a `ClockReport` as JSON. */
export const CLOCK_REPORT = 'clock-report'

/** Why the clock is not trusted: it leapt, stands before the last time it showed, or differs from what others say. */
export interface ClockDoubt {
  readonly why: 'leapt' | 'behind' | 'contradicted'
  /** How far it is off, as far as is known; ahead is positive. */
  readonly offMs: number
}

/** What happened, afterwards. */
export interface ClockReport {
  readonly offMs: number
  /** How long nothing was sent. */
  readonly forMs: number
}
