import type { SealingStore } from '#domain'
import type { Connection } from './connection.ts'

/** What belongs to a case, in the order in which it may go. */
const PARTS = [
  'held_entry',
  'case_picture',
  'case_entry',
  'case_lookup',
  'case_address',
  'case_author',
  'return_word',
] as const

export function sealingStore(db: Connection): SealingStore {
  /** An appeal goes with the case it appeals; one whose case is gone already has nothing else to go with. */
  const closed = () =>
    db
      .selectFrom('case_file')
      .where('state', '=', 'closed')
      .where(({ or, eb, not, exists, selectFrom }) =>
        or([
          eb('appeal_of', 'is', null),
          not(
            exists(selectFrom('case_file as root').select('root.id').whereRef('root.id', '=', 'case_file.appeal_of')),
          ),
        ]),
      )
  const ids = () => closed().select('case_file.id').orderBy('case_file.id')

  const forgetOne = async ({ id, key }: { id: string; key: string }) => {
    const address = await db.selectFrom('case_address').select('sealed').where('case_id', '=', id).executeTakeFirst()
    const locked = [key, ...(address ? [address.sealed] : [])]
    await db
      .insertInto('case_destruction')
      .values(locked.map((one) => ({ locked: one })))
      .execute()
    for (const table of PARTS) await db.deleteFrom(table).where('case_id', '=', id).execute()
    await db.deleteFrom('case_file').where('id', '=', id).execute()
  }

  return {
    async unplanned(limit) {
      const rows = await ids().where('seal_on', 'is', null).limit(limit).execute()
      return rows.map((row) => row.id)
    },

    async plan(id, day) {
      await db.updateTable('case_file').set({ seal_on: day }).where('id', '=', id).execute()
    },

    async due(today, limit) {
      const rows = await ids().where('seal_on', '<=', today).limit(limit).execute()
      return rows.map((row) => row.id)
    },

    async isDue(id, today) {
      const row = await ids().where('case_file.id', '=', id).where('seal_on', '<=', today).executeTakeFirst()
      return row !== undefined
    },

    async nextDay() {
      const row = await closed()
        .select((eb) => eb.fn.min('seal_on').as('day'))
        .executeTakeFirst()
      return row?.day ?? null
    },

    keys: () => db.selectFrom('case_file').select(['id', 'key']).orderBy('id').execute(),

    async forget(id) {
      const files = await db
        .selectFrom('case_file')
        .select(['id', 'key'])
        .where(({ or, eb }) => or([eb('id', '=', id), eb('appeal_of', '=', id)]))
        .execute()
      for (const file of files) await forgetOne(file)
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
