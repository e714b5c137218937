/** What tells the author of a case that there is news. */
export interface ReturnWordTable {
  case_id: string
  sealed: string
  due_on: string | null
  turns: number
}

/** One row at the most: what everybody is shown. */
export interface ReturnBoardTable {
  one: number
  at: number
  /** JSON. */
  words: string
  /** JSON: words of earlier boards. */
  gone: string
}
