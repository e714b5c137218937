/** Of cases that were filed with a name; an anonymous one has no row. */
export interface CaseAuthorTable {
  case_id: string
  sealed: string
  shown: number
}
