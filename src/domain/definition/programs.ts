import type { Cadence } from '../cadence/cadence.ts'
import type { SpeakUpBox } from '../case/topic.ts'
import type { Company } from '../company/company.ts'
import type { Form } from '../form/form.ts'

/** A form with what pins it. */
export interface PinnedForm {
  readonly form: Form
  /** Hash of everything. */
  readonly content: string
  /** Hash of what makes answers comparable. */
  readonly shape: string
}

/** Everything the company runs, as read from its definitions. */
export interface Programs {
  readonly company: Company
  readonly forms: ReadonlyMap<string, PinnedForm>
  readonly cadences: ReadonlyMap<string, Cadence>
  /** At least one; the one that ships comes first. */
  readonly boxes: readonly SpeakUpBox[]
  /** Changes when a definition or the table of holidays does: then dates are planned anew. */
  readonly fingerprint: string
}
