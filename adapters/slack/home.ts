/** Where the bot lives: the workspace it is installed in, and who it is there. */
export interface Home {
  readonly team: string
  /** The Enterprise Grid organisation the workspace belongs to; null outside of one. */
  readonly enterprise: string | null
  readonly botUser: string
}
