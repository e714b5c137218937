import type { SettingStore } from '#domain'
import type { Connection } from './connection.ts'

export function settingStore(db: Connection): SettingStore {
  return {
    async get(name) {
      const row = await db.selectFrom('setting').select('value').where('name', '=', name).executeTakeFirst()
      return row?.value ?? null
    },

    async set(name, value) {
      await db
        .insertInto('setting')
        .values({ name, value })
        .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
        .execute()
    },

    async remove(name) {
      await db.deleteFrom('setting').where('name', '=', name).execute()
    },
  }
}
