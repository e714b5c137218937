/** `full_at`: when the bucket will be full again, ms by the clock of leases. */
export interface BucketTable {
  name: string
  full_at: number
}
