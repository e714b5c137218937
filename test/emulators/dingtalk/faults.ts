/** How a call goes wrong. */
export type Fault =
  /** An answer in the place of the real one: a proxy's page, a server error, a limit. */
  | { readonly kind: 'answer'; readonly status: number; readonly body: string }
  /** The connection ends: before anything was done, or when it was done. */
  | { readonly kind: 'drop'; readonly when: 'before' | 'after' }
  /** It is done when `until` resolves. */
  | { readonly kind: 'slow'; readonly until: Promise<void> }

interface Planned {
  readonly path: string
  readonly fault: Fault
  left: number
}

export const HTML: Fault = { kind: 'answer', status: 200, body: '<html><body>502</body></html>' }
/** What an address is shown that has called too often. */
export const BAN: Fault = {
  kind: 'answer',
  status: 200,
  body: '{"status":1111,"wait":5,"source":"x5","punish":"deny","uuid":"x"}',
}
export const QPS: Fault = limit('QpsLimitForAppkeyAndApi')
export const ALL_QPS: Fault = limit('QpsLimitForApi')
export const MONTH: Fault = limit('ApiCountLimitForOrg')

function limit(name: string): Fault {
  return { kind: 'answer', status: 403, body: JSON.stringify({ code: `Forbidden.AccessDenied.${name}` }) }
}

/** What is to go wrong next. */
export class Faults {
  readonly #planned: Planned[] = []

  /** The next `times` calls of a path go wrong. */
  plan(path: string, fault: Fault, times = 1): void {
    this.#planned.push({ path, fault, left: times })
  }

  next(path: string): Fault | null {
    const planned = this.#planned.find((one) => one.path === path && one.left > 0)
    if (!planned) return null
    planned.left--
    return planned.fault
  }
}
