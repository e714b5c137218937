/** A sending to many people, and the message that shows how far it is. */
export interface BroadcastTable {
  batch: string
  /** Recipient of that message, as a lane. */
  lane: string
  card: string
  total: number
  started_at: number
  /** When it is to be shown anew; null when everything is settled. */
  next_at: number | null
}
