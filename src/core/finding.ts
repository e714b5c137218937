/** One thing that was looked at, for an operator: well, worth knowing, or wrong; and what to do about it. */
export interface Finding {
  readonly mark: '✓' | '!' | '✗'
  readonly text: string
}
