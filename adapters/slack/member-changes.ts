import { fingerprint, Recent } from '#adapters/shared'
import type { NoteDirectoryChange } from '#core'
import { personOf } from './directory.ts'
import type { Home } from './home.ts'
import { type Payload, textAt } from './read.ts'

/** Members whose last look is remembered. */
const MOST = 5000

/**
 * What Slack tells of members. It tells of every status and every picture as well: what changes nothing that the staff
 * list knows is dropped, so that nobody is read anew at every lunch break.
 */
export class MemberChanges {
  readonly #note: NoteDirectoryChange
  readonly #looks = new Recent<number>(MOST)

  constructor(note: NoteDirectoryChange) {
    this.#note = note
  }

  /** Resolves when it is kept; whoever it concerns is read then, so that events may come twice and in any order. */
  async heard(member: Payload, home: Home): Promise<void> {
    const userId = textAt(member, 'id')
    if (userId === null) return
    const look = fingerprint(JSON.stringify(personOf(member, home)))
    if (this.#looks.get(userId) === look) return
    await this.#note([userId])
    this.#looks.set(userId, look)
  }
}
