/** Counts calls of the month's budget before they are made; less than none: they were not made after all. */
export type Spend = (calls: number) => Promise<void>

/**
 * The calls of one piece of work. What the outbox sends has one counted when it gave the message its place; every other
 * call is counted here.
 */
export class Calls {
  readonly #spend: Spend
  #prepaid: number

  constructor(spend: Spend, prepaid: number) {
    this.#spend = spend
    this.#prepaid = prepaid
  }

  /** To be awaited before each call. */
  async next(): Promise<void> {
    if (this.#prepaid > 0) this.#prepaid--
    else await this.#spend(1)
  }

  /** What was counted before was not needed. */
  async giveBack(): Promise<void> {
    const unused = this.#prepaid
    this.#prepaid = 0
    if (unused > 0) await this.#spend(-unused)
  }
}
