import type { CoreStores } from '#core'
import type { DomainStores, PinnedForms, Programs } from '#domain'

export type Stores = CoreStores & DomainStores

export interface SurveyParts {
  readonly programs: () => Programs
  readonly pinned: PinnedForms
  /** A fingerprint of a definition's content. */
  readonly digest: (text: string) => string
}
