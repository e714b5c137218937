export interface CaseFileTable {
  id: string
  tag: string
  topic: string
  state: string
  key: string
  about: string
  received_on: string
  owed_on: string | null
  answer_by: string
  acknowledge_by: string | null
  alarm_on: string | null
  seal_on: string | null
  handler_id: string | null
  deputy_id: string | null
  department: string | null
  passed_after: number | null
  answered_on: string | null
  closed_on: string | null
  outcome: string | null
  rating: number | null
  muted: number
  publication: string | null
  appeal_of: string | null
  /** Person ids, JSON. */
  deciders: string
  revision: number
}

/** `n` counts the entries of one case only. */
export interface CaseEntryTable {
  case_id: string
  n: number
  side: 'author' | 'handler'
  kind: 'text' | 'question' | 'closing' | 'note' | 'proposal' | 'reward'
  body: string
  restated: string | null
  passed: number
  by_id: string | null
  on_day: string
}

/** `entry` and `n` count from 1. */
export interface CasePictureTable {
  case_id: string
  entry: number
  n: number
  body: string
}

export interface CaseLookupTable {
  lookup: string
  case_id: string
}

export interface CaseAddressTable {
  case_id: string
  sealed: string
  words: string | null
}

export interface FormMarkTable {
  mark: string
  day: string
}
