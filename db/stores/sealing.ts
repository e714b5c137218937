import type { SealingStore } from '#domain'
import type { Connection } from './connection.ts'

/** What belongs to a case, in the order in which it may go. */
const PARTS = ['held_entry', 'case_picture', 'case_entry', 'case_lookup', 'case_address'] as const

export function sealingStore(db: Connection): SealingStore {
  const closed = () => db.selectFrom('case_file').select('id').where('state', '=', 'closed').orderBy('id')

  return {
    async unplanned(limit) {
      const rows = await closed().where('seal_on', 'is', null).limit(limit).execute()
      return rows.map((row) => row.id)
    },

    async plan(id, day) {
      await db.updateTable('case_file').set({ seal_on: day }).where('id', '=', id).execute()
    },

    async due(today, limit) {
      const rows = await closed().where('seal_on', '<=', today).limit(limit).execute()
      return rows.map((row) => row.id)
    },

    async isDue(id, today) {
      const row = await closed().where('id', '=', id).where('seal_on', '<=', today).executeTakeFirst()
      return row !== undefined
    },

    async nextDay() {
      const row = await db
        .selectFrom('case_file')
        .select((eb) => eb.fn.min('seal_on').as('day'))
        .where('state', '=', 'closed')
        .executeTakeFirst()
      return row?.day ?? null
    },

    keys: () => db.selectFrom('case_file').select(['id', 'key']).orderBy('id').execute(),

    async forget(id) {
      const file = await db.selectFrom('case_file').select('key').where('id', '=', id).executeTakeFirst()
      if (!file) return
      const address = await db.selectFrom('case_address').select('sealed').where('case_id', '=', id).executeTakeFirst()
      const locked = [file.key, ...(address ? [address.sealed] : [])]
      await db
        .insertInto('case_destruction')
        .values(locked.map((one) => ({ locked: one })))
        .execute()
      for (const table of PARTS) await db.deleteFrom(table).where('case_id', '=', id).execute()
      await db.deleteFrom('case_file').where('id', '=', id).execute()
    },

    async toDestroy(limit) {
      const rows = await db.selectFrom('case_destruction').select('locked').orderBy('locked').limit(limit).execute()
      return rows.map((row) => row.locked)
    },

    async destroyed(locked) {
      await db.deleteFrom('case_destruction').where('locked', '=', locked).execute()
    },
  }
}
