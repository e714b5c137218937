/**
 * What a log line may carry: counts, durations and names that come from the program itself.
 * There is no field for a text, a person or a platform id, so none can be logged by accident.
 */
export interface LogFields {
  readonly platform?: string
  readonly job?: string
  readonly verb?: string
  readonly state?: string
  /** An error's code or class name: never its message, which may quote what somebody wrote. */
  readonly code?: string
  /** Source positions of an error, without its message. */
  readonly stack?: string
  readonly file?: string
  readonly count?: number
  readonly attempt?: number
  readonly ms?: number
  readonly port?: number
  readonly driver?: string
}

export interface Log {
  debug(event: string, fields?: LogFields): void
  info(event: string, fields?: LogFields): void
  warn(event: string, fields?: LogFields): void
  error(event: string, fields?: LogFields): void
}
