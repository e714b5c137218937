export interface CustomerTable {
  id: string
  name: string
  type: string
  grade: string | null
  owner_id: string | null
  last_visit_on: string | null
  visits: number | null
  spend: number | null
  known_since: string
}
