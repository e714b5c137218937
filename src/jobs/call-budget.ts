import type { BucketStore, CallBudget, Instant } from '#core'
import { addPeriod, dateAt, instantAt } from '#domain'

/** How much of a month's calls is gone when a warning is given. */
const WARNINGS = [0.5, 0.8, 0.95, 1]

/** Kept for so long after its month. */
const KEPT_MS = 400 * 86_400_000

/** The bucket in which a route's calls of the running month are counted. */
export function budgetName(route: string, { timeZone }: CallBudget, now: Instant): string {
  return `calls ${route} ${dateAt(now, timeZone).slice(0, 7)}`
}

/** When the next month begins. */
export function nextMonth({ timeZone }: CallBudget, now: Instant): Instant {
  return instantAt(addPeriod(`${dateAt(now, timeZone).slice(0, 7)}-01`, 'P1M'), '00:00', timeZone)
}

/** Calls made on a route in the running month. */
export async function callsSpent(
  buckets: BucketStore,
  route: string,
  budget: CallBudget,
  now: Instant,
): Promise<number> {
  return Number((await buckets.read(budgetName(route, budget, now))) ?? 0)
}

/** A month's calls while some are given out. */
export class Spending {
  readonly #budget: CallBudget
  readonly #before: number
  spent: number

  constructor(state: string | null, budget: CallBudget) {
    this.#budget = budget
    this.#before = Number(state ?? 0)
    this.spent = this.#before
  }

  /** Whether one more call may be made; what can wait leaves the reserve alone. */
  allows(urgent: boolean): boolean {
    return this.spent < this.#budget.calls - (urgent ? 0 : this.#budget.reserve)
  }

  /** The share of the month's calls whose passing is to be told now; null when none was passed. */
  passed(): number | null {
    const { calls } = this.#budget
    return WARNINGS.findLast((share) => this.#before < share * calls && this.spent >= share * calls) ?? null
  }

  write(now: number): { state: string; until: number } {
    return { state: String(this.spent), until: now + KEPT_MS }
  }
}
