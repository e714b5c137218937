import type { SettingStore } from '#domain'
import type { Connection } from './connection.ts'

export function settingStore(db: Connection): SettingStore {
  return {
    async get(name) {
      const row = await db.selectFrom('setting').select('value').where('name', '=', name).executeTakeFirst()
      return row?.value ?? null
    },

    // Not by an order of texts: on PostgreSQL that depends on the locale.
    beginning: (start) =>
      db
        .selectFrom('setting')
        .select(['name', 'value'])
        .where(({ fn, lit }) => fn('substr', ['name', lit(1), lit(start.length)]), '=', start)
        .orderBy('name')
        .execute(),

    async set(name, value) {
      await db
        .insertInto('setting')
        .values({ name, value })
        .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
        .execute()
    },

    async remove(name, value) {
      const found = db.deleteFrom('setting').where('name', '=', name)
      await (value === undefined ? found : found.where('value', '=', value)).execute()
    },
  }
}
