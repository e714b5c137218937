export interface DefinitionTable {
  hash: string
  content: string
}

export interface FormRoundTable {
  id: string
  form: string
  content: string
  opened_by: string | null
  opened_at: number
}

export interface FormInvitationTable {
  round: string
  person_id: string
  state: 'invited' | 'submitted' | 'declined'
}

export interface FormSubmissionTable {
  id: string
  round: string
  form: string
  content: string
  shape: string
  person_id: string
  answers: string
  submitted_at: number
}
