import type { Account } from './inbound.ts'
import type { Locale } from './words.ts'

/** As much of a person as a conversation needs. */
export interface Member {
  readonly id: string
  readonly locale: Locale
  /** IANA time zone. */
  readonly timeZone: string
}

/** Finds who is behind an account. Reading only: a message never creates a person. */
export interface Members {
  find(account: Account): Promise<Member | null>
  byId(id: string): Promise<Member | null>
}
