export interface ConversationTable {
  id: string
  person_id: string
  flow: string
  subject: string
  content: string
  state: string
  revision: number
  status: 'active' | 'parked'
  nudge_at: number | null
}
