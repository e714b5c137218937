/** Messages that somebody has in hand. */
export interface OutboxClaimTable {
  /** The first of them: no message is in two claims. */
  first: number
  owner: string
  until: number
  /** Numbers of the messages not settled yet, with commas between. */
  seqs: string
}
