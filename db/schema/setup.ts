/** A channel that an administrator bound in the chat. */
export interface ChannelBindingTable {
  channel: string
  /** `platform:channel id` */
  place: string
  bound_by: string
  bound_at: number
}

/** Somebody whom an administrator gave a role in the chat. */
export interface RoleHolderTable {
  role: string
  person_id: string
  appointed_by: string
  appointed_at: number
}

/** A one-time code: only its hash is kept. */
export interface SetupCodeTable {
  hash: string
  purpose: string
  until: number
}
