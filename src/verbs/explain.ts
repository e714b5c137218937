import { HearbackError } from '#core'
import { KeyFault } from '#vault'

/** What to check, by the code of the fault below us. */
const HINTS: Readonly<Record<string, string>> = {
  ENOENT: 'That file or folder does not exist: check how it is spelt.',
  EACCES: 'This user may not do that: check the owner and the mode of the file and its folder.',
  EPERM: 'This user may not do that: check the owner and the mode of the file and its folder.',
  EROFS: 'That disk can only be read.',
  ENOTDIR: 'A file stands where a folder should be: check HEARBACK_HOME and HEARBACK_KEYS.',
  EEXIST: 'A file stands where a folder should be: check HEARBACK_HOME and HEARBACK_KEYS.',
  EISDIR: 'That is a folder; a file is expected.',
  ENOSPC: 'The disk is full.',
  ECONNREFUSED: 'Nothing answers there: is the server running, and are host and port right?',
  ENOTFOUND: 'There is no such host: check the name in DATABASE_URL or REDIS_URL.',
  ETIMEDOUT: 'No answer came: check host, port and firewall.',
  SQLITE_NOTADB: 'That file is not a SQLite database: check DATABASE_URL and HEARBACK_HOME.',
  SQLITE_CANTOPEN: 'The database file cannot be opened: check its folder, owner and mode.',
  SQLITE_CORRUPT: 'The database file is damaged: restore a backup ("restore DIR").',
  SQLITE_FULL: 'The disk is full.',
  SQLITE_READONLY: 'The database file can only be read: check its owner and mode.',
  SQLITE_BUSY: 'Another process holds the database: try again when it has finished.',
  '28P01': 'The database refuses the password in DATABASE_URL.',
  '28000': 'The database refuses the user in DATABASE_URL.',
  '3D000': 'There is no such database: create it first, or check the name in DATABASE_URL.',
  '42501': 'The database user lacks rights: it must be the owner of its database or schema.',
}

/** A fault as an operator can use it: the sentence, and what to check. A fault of our own keeps its stack, for a report. */
export function explain(error: unknown): string {
  if (error instanceof HearbackError || error instanceof KeyFault) return error.message
  if (!(error instanceof Error)) return String(error)
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  const hint = HINTS[code]
  if (hint) return `${error.message}\n${hint}`
  return `Something went wrong that Hearback has no sentence for. Please report it:\n${error.stack ?? error.message}`
}
