import type { PlainDate } from '../calendar/plain-date.ts'

/** A customer file. `id` is the company's own number. */
export interface Customer {
  readonly id: string
  readonly name: string
  readonly type: string
  /** As imported; null lets visits and spend decide. */
  readonly grade: string | null
  readonly ownerId: string | null
  readonly lastVisitOn: PlainDate | null
  /** In the last twelve months. */
  readonly visits: number | null
  /** In the last twelve months, in the company's unit. */
  readonly spend: number | null
}

/** Thresholds of one grade; both must be met. */
export interface GradeRule {
  readonly grade: string
  readonly visits: number
  readonly spend: number
}

/** The grade in the file, else the first (highest) whose two thresholds hold, else the last. */
export function gradeOf(customer: Customer, rules: readonly GradeRule[]): string | null {
  if (customer.grade) return customer.grade
  const met = rules.find((rule) => (customer.visits ?? 0) >= rule.visits && (customer.spend ?? 0) >= rule.spend)
  return met?.grade ?? rules.at(-1)?.grade ?? null
}

export interface CustomerStore {
  get(id: string): Promise<Customer | null>
  all(): Promise<Customer[]>
  /** Adds or overwrites; remembers the day a customer was first seen. */
  put(customers: readonly Customer[], today: PlainDate): Promise<void>
  /** The day a customer was first imported: the anchor of one that was never visited. */
  knownSince(id: string): Promise<PlainDate | null>
}
