/** How a call of the Web API goes wrong. */
export type Fault =
  /** An answer that is not Slack's: a proxy's page, a server error. */
  | { readonly kind: 'answer'; readonly status: number; readonly body: string; readonly type?: string }
  | { readonly kind: 'error'; readonly error: string }
  | { readonly kind: 'limited'; readonly retryAfter: number | null }
  /** The connection ends: before anything was done, or when it was done. */
  | { readonly kind: 'drop'; readonly when: 'before' | 'after' }
  /** It is done when `until` resolves. */
  | { readonly kind: 'slow'; readonly until: Promise<void> }

interface Planned {
  readonly method: string
  readonly fault: Fault
  left: number
}

export const HTML: Fault = { kind: 'answer', status: 200, body: '<html><body>Sign in</body></html>', type: 'text/html' }

/** What is to go wrong next. */
export class Faults {
  readonly #planned: Planned[] = []

  /** The next `times` calls of a method go wrong. */
  plan(method: string, fault: Fault, times = 1): void {
    this.#planned.push({ method, fault, left: times })
  }

  clear(): void {
    this.#planned.length = 0
  }

  next(method: string): Fault | null {
    const planned = this.#planned.find((one) => one.method === method && one.left > 0)
    if (!planned) return null
    planned.left--
    return planned.fault
  }
}
