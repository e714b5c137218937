import type { BucketStore, CallBudget, Instant } from '#core'
import { addPeriod, dateAt, instantAt } from '#domain'

/** How much of a month's calls is gone when a warning is given. */
const WARNINGS = [0.5, 0.8, 0.95, 1]

/** Kept for so long after its month. */
const KEPT_MS = 400 * 86_400_000

const NAME = 'calls '

/** The bucket in which a route's calls of the running month are counted. */
export function budgetName(route: string, { timeZone }: CallBudget, now: Instant): string {
  return `${NAME}${route} ${dateAt(now, timeZone).slice(0, 7)}`
}

interface Counted {
  readonly route: string
  readonly budget: CallBudget
  readonly now: Instant
}

/**
 * Counts calls that are made beside those of the outbox; less than none, when counted ones were not made. Answers what is
 * spent, and the share of the month's calls that was passed with it.
 */
export function countCalls(
  buckets: BucketStore,
  { route, budget, now }: Counted,
  calls: number,
): Promise<{ spent: number; passed: number | null }> {
  return buckets.change([budgetName(route, budget, now)], ([state = null], at) => {
    const spending = new Spending(state, budget)
    spending.spent = Math.max(0, spending.spent + calls)
    return { writes: [spending.write(at)], value: { spent: spending.spent, passed: spending.passed() } }
  })
}

export interface MonthlyCalls {
  readonly route: string
  /** `YYYY-MM`. */
  readonly month: string
  readonly spent: number
  readonly calls: number
}

/** What has been spent of the calls of each month, by route. */
export async function monthlyCalls(buckets: BucketStore): Promise<MonthlyCalls[]> {
  return (await buckets.startingWith(NAME)).map(({ name, state }) => {
    const [, route = '', month = ''] = name.split(' ')
    const { spent, calls } = JSON.parse(state) as { spent: number; calls: number }
    return { route, month, spent, calls }
  })
}

/** When the next month begins. */
export function nextMonth({ timeZone }: CallBudget, now: Instant): Instant {
  return instantAt(addPeriod(`${dateAt(now, timeZone).slice(0, 7)}-01`, 'P1M'), '00:00', timeZone)
}

/** A month's calls while some are given out. */
export class Spending {
  readonly #budget: CallBudget
  readonly #before: number
  spent: number

  constructor(state: string | null, budget: CallBudget) {
    this.#budget = budget
    this.#before = state === null ? 0 : (JSON.parse(state) as { spent: number }).spent
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
    return { state: JSON.stringify({ spent: this.spent, calls: this.#budget.calls }), until: now + KEPT_MS }
  }
}
