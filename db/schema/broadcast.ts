/** A sending to many people, and the message that shows how far it is. */
export interface BroadcastTable {
  batch: string
  /** JSON: what is sent, in every language. */
  title: string
  /** Recipient of that message, as a lane. */
  lane: string
  card: string
  total: number
  started_at: number
  /** When it is to be shown anew; null when everything is settled. */
  next_at: number | null
  /** Since when what had not gone out is held back; null while it goes out. */
  stopped_at: number | null
}
