/** Counts what happened in sliding spans of time. */
export class Windows {
  readonly #limits: readonly { readonly count: number; readonly perMs: number }[]
  readonly #times = new Map<string, number[]>()

  constructor(limits: readonly { readonly count: number; readonly perMs: number }[]) {
    this.#limits = limits
  }

  /** Counts one more, unless a span is full. */
  take(key: string, now: number): boolean {
    const times = this.#times.get(key) ?? []
    const full = this.#limits.some(({ count, perMs }) => times.filter((time) => time > now - perMs).length >= count)
    if (!full) this.#times.set(key, [...times, now])
    return !full
  }
}
