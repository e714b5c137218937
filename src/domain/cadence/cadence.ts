import type { GradeRule } from '../customer/customer.ts'
import type { Condition } from '../form/form.ts'
import type { Text } from '../text.ts'

/** Somebody must be contacted on time: a definition file, read. */
export interface Cadence {
  readonly id: string
  readonly title: Text
  readonly subject: 'person' | 'leaver' | 'customer'
  readonly anchor: 'joined_on' | 'left_on' | 'last_contact'
  /** Who is meant at all, by attributes; checked again when a reminder goes out. */
  readonly eligible: Condition
  readonly series: readonly Series[]
  /** Working days before the deadline at which the reminder goes out. */
  readonly lead: number
  /** Working days after the deadline at which the superior is told. */
  readonly escalateAfter: number
  /** The form that records the contact; null when a form is sent instead. */
  readonly record: string | null
  /** The form that is sent to the subject at the date. */
  readonly send: string | null
  /** What becomes of its messages whose arrival nobody knows and the platform cannot tell: sent again, or held until a person has said. */
  readonly whenUncertain: 'resend' | 'hold'
  /** What the talk is for, shown in the reminder. */
  readonly talk: Text | null
  /** For customers: thresholds by which those without a grade get one. */
  readonly grades: readonly GradeRule[]
}

/** One run of dates. A cadence has several when different people have their own rhythm. */
export interface Series {
  readonly id: string
  readonly when: Condition
  readonly who: Who
  /** What to do: call, visit … */
  readonly how: Text
  readonly dates: Dates
}

/** `steps`: fixed periods after the anchor. `every`: again and again, by how the last contact was made. */
export type Dates =
  | { readonly kind: 'steps'; readonly steps: readonly string[] }
  | { readonly kind: 'every'; readonly every: string; readonly after: Readonly<Record<string, string>> }

export type Who =
  | { readonly kind: 'self' }
  | { readonly kind: 'owner' }
  | { readonly kind: 'manager' }
  | { readonly kind: 'role'; readonly role: string }

/** The name a series has in an occurrence's key. */
export function seriesName(cadence: Cadence, series: Series): string {
  return cadence.series.length === 1 ? cadence.id : `${cadence.id}/${series.id}`
}
