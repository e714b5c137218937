/** Found by a value made from its code; no column leads to a case. */
export interface RewardVoucherTable {
  lookup: string
  reward: string
  given_on: string | null
}
