/** What is still to be destroyed among the keys. */
export interface CaseDestructionTable {
  locked: string
}

/** `id` is random and means nothing. */
export interface CaseCountTable {
  id: string
  quarter: string
  topic: string
  in_time: number | null
}

/** `rows`: JSON. */
export interface StatisticsTableTable {
  quarter: string
  rows: string
}
