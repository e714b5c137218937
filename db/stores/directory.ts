import type { Selectable } from 'kysely'
import type { DirectoryPlace, DirectoryStore, EntryState, KnownEntry } from '#domain'
import type { DirectoryEntryTable } from '../schema/directory-entry.ts'
import { type Connection, pages } from './connection.ts'

export function directoryStore(db: Connection): DirectoryStore {
  const of = ({ platform, workspace }: DirectoryPlace) =>
    db.selectFrom('directory_entry').selectAll().where('platform', '=', platform).where('workspace', '=', workspace)

  return {
    async of(place) {
      return (await of(place).orderBy('user_id').execute()).map(fromRow)
    },

    async get(place, userId) {
      const row = await of(place).where('user_id', '=', userId).executeTakeFirst()
      return row ? fromRow(row) : null
    },

    async waiting() {
      const rows = await db
        .selectFrom('directory_entry')
        .selectAll()
        .where('state', 'in', ['doubtful', 'gone'])
        .orderBy('platform')
        .orderBy('name')
        .orderBy('user_id')
        .execute()
      return rows.map(fromRow)
    },

    async put(entries) {
      for (const page of pages(entries)) {
        await db
          .insertInto('directory_entry')
          .values(page.map(toRow))
          .onConflict((conflict) =>
            conflict.columns(['platform', 'workspace', 'user_id']).doUpdateSet((eb) => ({
              state: eb.ref('excluded.state'),
              person_id: eb.ref('excluded.person_id'),
              name: eb.ref('excluded.name'),
              department: eb.ref('excluded.department'),
              candidates: eb.ref('excluded.candidates'),
            })),
          )
          .execute()
      }
    },

    async remove({ platform, workspace }, userIds) {
      for (const page of pages(userIds)) {
        await db
          .deleteFrom('directory_entry')
          .where('platform', '=', platform)
          .where('workspace', '=', workspace)
          .where('user_id', 'in', page)
          .execute()
      }
    },
  }
}

function fromRow(row: Selectable<DirectoryEntryTable>): KnownEntry {
  const { user_id: userId, person_id: person, state, candidates, ...rest } = row
  return { ...rest, userId, person, state: state as EntryState, candidates: JSON.parse(candidates) }
}

function toRow({ userId, person, candidates, ...rest }: KnownEntry): DirectoryEntryTable {
  return { ...rest, user_id: userId, person_id: person, candidates: JSON.stringify(candidates) }
}
