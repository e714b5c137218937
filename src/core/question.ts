import type { Instant } from './clock.ts'
import type { OutboxRow } from './outbox.ts'

/** A message that waits for an operator. `code` says why: nobody knows whether it arrived, or it could not be sent at all. */
export interface HeldMessage extends OutboxRow {
  readonly code: string
  /** Since when it has been owed, company time. */
  readonly since: Instant
}

/** What an operator decides: it arrived, it is to be sent again, or it is not to be sent any more. */
export type Decision = 'arrived' | 'again' | 'dropped'

/** What operators were asked about one or several held messages at once. */
export interface Question {
  readonly messages: readonly HeldMessage[]
  /** Null while nobody has decided. */
  readonly decided: { readonly decision: Decision; readonly by: string } | null
}
