import type { CoreStores, Random, Say } from '#core'
import type { DomainStores, Person, PinnedForm, PinnedForms, PlanContext, Programs } from '#domain'

export type Stores = CoreStores & DomainStores

export interface FollowUpParts {
  readonly programs: () => Programs
  readonly pinned: PinnedForms
  readonly random: Random
  /** A fingerprint of a text. */
  readonly digest: (text: string) => string
  /** Sends a form to somebody: for cadences that send instead of reminding. */
  readonly sendForm: (
    stores: Stores,
    pinned: PinnedForm,
    people: readonly Person[],
    round: {
      readonly id: string
      readonly openedBy: string | null
      readonly now: number
      readonly since?: number
    },
  ) => Promise<Say[]>
}

/** What times are computed with, at this moment. */
export function planContext({ programs }: FollowUpParts, now: number): PlanContext {
  const { calendar, quiet, timeZone } = programs().company
  return { calendar, quiet, timeZone, now }
}
