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

/**
 * What a platform says has changed in its directory: these accounts, new ones and lost ones as well; or nobody knows whose,
 * also because it may have said something while nobody could hear it.
 */
export type DirectoryChange = readonly string[] | 'all'

/**
 * Takes what a platform says of its directory. It names accounts only: what has become of them is read, so that events
 * may come twice, late or in any order. When the promise resolves it is kept and may be acknowledged; when it rejects,
 * say it again.
 */
export type NoteDirectoryChange = (change: DirectoryChange) => Promise<void>

/** The staff list of a platform. Bots, guests, partners and deactivated accounts are not in it. */
export interface Directory {
  /** Everybody who is there now, page by page. Whoever is missing has left. */
  people(): AsyncIterable<readonly DirectoryPerson[]>
  /** One account as it is now; null when it is in the list no (more). @throws HearbackError when the platform does not say */
  person(userId: string): Promise<DirectoryPerson | null>
}
