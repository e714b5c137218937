import type { Generated } from 'kysely'

export interface OutboxTable {
  seq: Generated<number>
  key: string
  /** Recipient: `person:<id>`, `channel:<name>` or `sealed:<case>`. Rows of a lane are sent in order. */
  lane: string
  /** `platform/workspace`, or `sealed`. */
  route: string
  class: number
  subject: string | null
  batch: string | null
  /** JSON; emptied when the message is sent. */
  content: string
  not_before: number
  replaces: string | null
  under_key: string | null
  when_uncertain: 'resend' | 'hold' | 'repeat'
  state: string
  attempts: number
  created_at: number
  settled_at: number | null
  message_id: string | null
  /** Where it goes: `platform/workspace/user/<id>`; null for a sealed recipient, before and after. */
  address: string | null
  code: string | null
  /** What operators were asked about it; one question may be about several rows. */
  question: string | null
  decision: 'arrived' | 'again' | 'dropped' | null
  decided_by: string | null
}
