/** Somebody as a platform's directory knows them. What it does not tell is null. */
export interface DirectoryPerson {
  readonly userId: string
  readonly name: string
  /** The company's own number of this person. */
  readonly employeeId: string | null
  readonly email: string | null
  readonly mobile: string | null
  /** Names of departments, the one they mainly belong to first. */
  readonly departments: readonly string[]
  readonly managerUserId: string | null
  readonly title: string | null
  readonly locale: string | null
  /** IANA time zone. */
  readonly timeZone: string | null
}

/** The staff list of a platform. Bots, guests, partners and deactivated accounts are not in it. */
export interface Directory {
  /** Everybody who is there now, page by page. Whoever is missing has left. */
  people(): AsyncIterable<readonly DirectoryPerson[]>
  /** User ids in a channel; null where the platform does not tell. */
  members(channelId: string): Promise<readonly string[] | null>
}
