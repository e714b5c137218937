import type { DirectoryChange, NoteDirectoryChange } from '#core'

/** Keeps what an adapter tells of its directory; it fails so many times first, as a database does that is away. */
export function toldChanges(failures = 0) {
  const told: DirectoryChange[] = []
  let left = failures
  const noteChange: NoteDirectoryChange = async (change) => {
    if (left-- > 0) throw new Error('the database is away')
    told.push(change)
  }
  return { told, noteChange }
}
