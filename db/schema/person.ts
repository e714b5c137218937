export interface PersonTable {
  id: string
  name: string
  department: string
  manager_id: string | null
  title: string
  email: string
  mobile: string
  joined_on: string | null
  left_on: string | null
  left_reason: string
  left_kind: string | null
  key_person: number
  locale: string | null
  timezone: string | null
  chosen_locale: string | null
}

export interface PersonAccountTable {
  platform: string
  workspace: string
  user_id: string
  person_id: string
}
