/** One row at the most. */
export interface WaitingBagTable {
  one: number
  sealed: string
  mark: string
}

export interface HeldEntryTable {
  case_id: string
  entry: number
}
