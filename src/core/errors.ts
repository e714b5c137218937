interface FaultOptions extends ErrorOptions {
  /** The sentence in Chinese, of a fault that an operator reads. */
  readonly zh?: string
}

/** A fault with a code that may be logged and a sentence that says what to check. */
export class HearbackError extends Error {
  override name = 'HearbackError'
  readonly code: string
  readonly zh: string | undefined
  constructor(code: string, message: string, { zh, ...options }: FaultOptions = {}) {
    super(message, options)
    this.code = code
    this.zh = zh
  }
}

/** Somebody changed the row first; the transaction is to be run again. */
export class ConflictError extends HearbackError {
  override name = 'ConflictError'
  constructor(what: string) {
    super('conflict', `${what} was changed by somebody else at the same time`)
  }
}

/** The parts of an error that may be logged: its code and where it was thrown, never its message. */
export function loggable(error: unknown): { code: string; stack?: string } {
  if (!(error instanceof Error)) return { code: typeof error }
  const code = 'code' in error && typeof error.code === 'string' ? error.code : error.name
  const frames = error.stack?.split('\n').filter((line) => /^\s+at /.test(line))
  return frames?.length ? { code, stack: frames.slice(0, 6).join('\n') } : { code }
}

const CONFLICT_RETRIES = 5

/** Runs something again when somebody else changed the same thing first. */
export async function retryConflicts<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work()
    } catch (error) {
      if (!(error instanceof ConflictError) || attempt === CONFLICT_RETRIES) throw error
    }
  }
}
