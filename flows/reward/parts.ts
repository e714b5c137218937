import type { CoreStores } from '#core'
import type { DomainStores, Programs } from '#domain'

export type Stores = CoreStores & DomainStores

/** What giving rewards out is put together from. */
export interface RewardParts {
  readonly programs: () => Programs
  readonly codes: {
    parse(typed: string): string | null
    mint(): string
    lookup(code: string): string
  }
}
