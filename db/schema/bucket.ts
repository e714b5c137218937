/** What a limit has been used for. */
export interface BucketTable {
  name: string
  /** When it is as good as new, ms by the clock of leases. */
  full_at: number
  state: string | null
}
