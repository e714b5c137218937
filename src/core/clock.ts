/** Milliseconds since 1970-01-01T00:00Z. */
export type Instant = number

/**
 * Time comes through this port and nowhere else.
 *
 * *Company time* decides what is due; the simulator can move it. *Real time* decides leases, and *elapsed time*
 * (monotonic, no epoch) decides time-outs and back-off; neither can be moved.
 */
export interface Clock {
  /** Company time. */
  now(): Instant
  /** Wall-clock time of this machine: for leases that must outlive the process. */
  real(): Instant
  /** Monotonic milliseconds: for durations inside this process. */
  elapsed(): number
}
