/** Holds what people do back, and lets it go in the wrong order. */
export class HeldBack {
  #held: (() => void)[] | null = null

  hold(): void {
    this.#held = []
  }

  /** The last first. */
  release(): void {
    const held = this.#held ?? []
    this.#held = null
    for (const go of held.toReversed()) go()
  }

  /** Resolves now, or when everything that is held goes. */
  async turn(): Promise<void> {
    if (!this.#held) return
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#held.push(resolve)
    await promise
  }
}
