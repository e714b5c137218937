/** Randomness comes through this port, so that a test can fix it. */
export interface Random {
  /** A fresh 128-bit id, 32 lower-case hex digits. */
  id(): string
  /** A whole number from 0 up to, not including, `below`. */
  below(below: number): number
}
