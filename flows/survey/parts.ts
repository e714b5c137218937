import type { CoreStores, Sendings } from '#core'
import type { DomainStores, PinnedForms, Programs } from '#domain'

export type Stores = CoreStores & DomainStores

export interface SurveyParts {
  readonly programs: () => Programs
  readonly pinned: PinnedForms
  readonly sendings: Sendings<Stores>
  /** A table as a file for spreadsheets. */
  readonly csv: (table: readonly (readonly (string | number | null)[])[]) => string
  /** A fingerprint of a definition's content. */
  readonly digest: (text: string) => string
}
