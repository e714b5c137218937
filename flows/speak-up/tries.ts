import type { PlainDate } from '#domain'

/** Wrong words for one case in a day; then the whole receipt has to be entered. */
const MOST = 5

/** Counts wrong words, in memory only. */
export class Tries {
  #day: PlainDate = ''
  readonly #wrong = new Map<string, number>()

  isOver(id: string, today: PlainDate): boolean {
    if (today !== this.#day) this.#wrong.clear()
    this.#day = today
    return (this.#wrong.get(id) ?? 0) >= MOST
  }

  add(id: string): void {
    this.#wrong.set(id, (this.#wrong.get(id) ?? 0) + 1)
  }
}
