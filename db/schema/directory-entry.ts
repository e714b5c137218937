export interface DirectoryEntryTable {
  platform: string
  workspace: string
  user_id: string
  state: string
  person_id: string | null
  name: string
  department: string
  /** JSON list of ids. */
  candidates: string
}
