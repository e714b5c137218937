/** One after the other for each name, in the order in which it came. */
export class InTurn {
  readonly #last = new Map<string, Promise<void>>()

  add<T>(name: string, work: () => Promise<T>): Promise<T> {
    const before = this.#last.get(name) ?? Promise.resolve()
    const mine = before.then(work)
    const over = mine.then(
      () => {},
      () => {},
    )
    this.#last.set(name, over)
    void over.then(() => {
      if (this.#last.get(name) === over) this.#last.delete(name)
    })
    return mine
  }

  /** Resolves when nothing is in hand. */
  async done(): Promise<void> {
    while (this.#last.size > 0) await Promise.all(this.#last.values())
  }
}
