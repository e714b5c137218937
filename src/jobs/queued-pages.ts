import type { Clock } from '#core'

/** How long a page may lie in the queue unheard of before its keys are queued again. */
const FORGET_MS = 60_000

interface Page {
  readonly job: string
  readonly keys: readonly string[]
  /** Company time until which the queue holds it back; null for one that runs at once. */
  readonly heldUntil: number | null
  readonly queuedAt: number
}

/** What this process believes to lie in the queue. It may be wrong; then something is queued twice, or a little later. */
export class QueuedPages {
  readonly #clock: Clock
  readonly #pages = new Map<string, Page>()
  readonly #byKey = new Map<string, string>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  add(id: string, job: string, keys: readonly string[], heldUntil: number | null): void {
    this.remove(id)
    this.#pages.set(id, { job, keys, heldUntil, queuedAt: this.#clock.elapsed() })
    for (const key of keys) this.#byKey.set(key, id)
  }

  /** The page is done, failed or gone. Answers what was in it. */
  remove(id: string): readonly string[] {
    const page = this.#pages.get(id)
    if (!page) return []
    this.#pages.delete(id)
    for (const key of page.keys) if (this.#byKey.get(key) === id) this.#byKey.delete(key)
    return page.keys
  }

  clear(): void {
    this.#pages.clear()
    this.#byKey.clear()
  }

  /** How long the oldest page that runs at once has been there, ms. */
  get oldestMs(): number {
    const now = this.#clock.elapsed()
    const queued = [...this.#pages]
      .filter(([id, page]) => page.heldUntil === null && page.keys.some((key) => this.#byKey.get(key) === id))
      .map(([, page]) => page.queuedAt)
    return now - Math.min(now, ...queued)
  }

  /** How many pages run or wait to, of one kind of job and of all others. Those unheard of for long do not count. */
  running(job: string): { readonly own: number; readonly others: number } {
    const elapsed = this.#clock.elapsed()
    const now = this.#clock.now()
    let own = 0
    let others = 0
    for (const page of this.#pages.values()) {
      const forMs = page.heldUntil === null ? elapsed - page.queuedAt : now - page.heldUntil
      if (forMs < 0 || forMs >= FORGET_MS) continue
      if (page.job === job) own++
      else others++
    }
    return { own, others }
  }

  /** Whether a due key is on its way. One that is held back although it is due is not. */
  runsSoon(key: string): boolean {
    const page = this.#pageOf(key)
    if (!page || page.heldUntil !== null) return false
    return this.#clock.elapsed() - page.queuedAt < FORGET_MS
  }

  /** Whether a key is queued for later. */
  isHeld(key: string): boolean {
    return this.#pageOf(key)?.heldUntil != null
  }

  /** Held pages of which nothing is wanted any more. */
  leftOver(wanted: ReadonlySet<string>): string[] {
    return [...this.#pages]
      .filter(([, page]) => page.heldUntil !== null && !page.keys.some((key) => wanted.has(key)))
      .map(([id]) => id)
  }

  #pageOf(key: string): Page | undefined {
    const id = this.#byKey.get(key)
    return id === undefined ? undefined : this.#pages.get(id)
  }
}
