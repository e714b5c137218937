import type { PlainDate } from '../calendar/plain-date.ts'
import type { Text } from '../text.ts'

/** What an adopted suggestion earns. Few and fixed, so that a reward does not tell for which suggestion it was. */
export interface Reward {
  readonly id: string
  readonly title: Text
}

/** What stands in the case, sealed: the author alone is shown the code. */
export interface RewardNote {
  readonly reward: string
  /** A secret as long as a receipt. */
  readonly code: string
}

/** A reward that waits to be collected. Nothing in it leads to the case it was earned with. */
interface Voucher {
  /** The id of the reward. */
  readonly reward: string
  readonly givenOn: PlainDate | null
}

export interface RewardStore {
  /** `lookup`: the value by which its code finds it. */
  add(lookup: string, reward: string): Promise<void>
  byLookup(lookup: string): Promise<Voucher | null>
  /** False when it was given before. */
  give(lookup: string, today: PlainDate): Promise<boolean>
}
