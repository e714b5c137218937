/** Somebody as a platform's directory knows them. What it does not tell is null. */
export interface DirectoryEntry {
  readonly userId: string
  readonly name: string
  readonly employeeId: string | null
  readonly email: string | null
  readonly mobile: string | null
  /** The main one first. */
  readonly departments: readonly string[]
  readonly managerUserId: string | null
  readonly title: string | null
  readonly locale: string | null
  readonly timeZone: string | null
}

/** Where a directory is. */
export interface DirectoryPlace {
  readonly platform: string
  readonly workspace: string
}

/**
 * What is known of an account beside whose it is. `made`: its person came from this directory; `doubtful`: nobody can tell
 * whose it is; `gone`: the directory no longer has the account of somebody who came from a file; `ignored`: somebody said
 * that it is nobody's; `linked`: somebody said whose it is.
 */
export type EntryState = 'made' | 'doubtful' | 'gone' | 'ignored' | 'linked'

export interface KnownEntry extends DirectoryPlace {
  readonly userId: string
  readonly state: EntryState
  /** The person it belongs to, or belonged to; null while that is in doubt. */
  readonly person: string | null
  readonly name: string
  readonly department: string
  /** People it might belong to. */
  readonly candidates: readonly string[]
}

export interface DirectoryStore {
  of(place: DirectoryPlace): Promise<KnownEntry[]>
  get(place: DirectoryPlace, userId: string): Promise<KnownEntry | null>
  /** What waits for somebody's word, on every platform. */
  waiting(): Promise<KnownEntry[]>
  put(entries: readonly KnownEntry[]): Promise<void>
  remove(place: DirectoryPlace, userIds: readonly string[]): Promise<void>
}
