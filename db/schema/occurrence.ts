export interface OccurrenceTable {
  id: string
  key: string
  cadence: string
  subject: string
  nominal_on: string
  anchor_on: string
  deadline_on: string
  provisional: number
  owner_id: string | null
  state: string
  step: string
  next_at: number | null
  next_for: string
  reminded_at: number | null
  snoozes: number
  reason: string | null
  closed_at: number | null
  closed_by: string | null
  late: number
}

export interface ContactRecordTable {
  id: string
  occurrence: string
  cadence: string
  subject: string
  contacted_on: string
  recorded_by: string
  recorded_at: number
  content: string
  answers: string
}
