import type { SetupStore } from '#domain'
import type { Connection } from './connection.ts'

export function setupStore(db: Connection): SetupStore {
  return {
    async current() {
      const channels = await db.selectFrom('channel_binding').select(['channel', 'place']).orderBy('channel').execute()
      const holders = await db
        .selectFrom('role_holder')
        .select(['role', 'person_id as person'])
        .orderBy('role')
        .orderBy('appointed_at')
        .orderBy('person_id')
        .execute()
      return { channels: Object.fromEntries(channels.map(({ channel, place }) => [channel, place])), holders }
    },

    async bind(channel, place, by, at) {
      await db
        .insertInto('channel_binding')
        .values({ channel, place, bound_by: by, bound_at: at })
        .onConflict((conflict) => conflict.column('channel').doUpdateSet({ place, bound_by: by, bound_at: at }))
        .execute()
    },

    async appoint(role, person, by, at) {
      const result = await db
        .insertInto('role_holder')
        .values({ role, person_id: person, appointed_by: by, appointed_at: at })
        .onConflict((conflict) => conflict.columns(['role', 'person_id']).doNothing())
        .executeTakeFirst()
      return result.numInsertedOrUpdatedRows === 1n
    },

    async withdraw(role, person) {
      const result = await db
        .deleteFrom('role_holder')
        .where('role', '=', role)
        .where('person_id', '=', person)
        .executeTakeFirst()
      return result.numDeletedRows === 1n
    },

    async addCode(hash, purpose, until, now) {
      await db.deleteFrom('setup_code').where('until', '<=', now).execute()
      await db.insertInto('setup_code').values({ hash, purpose, until }).execute()
    },

    async hasCode(hash, purpose, now) {
      const row = await db
        .selectFrom('setup_code')
        .select('hash')
        .where('hash', '=', hash)
        .where('purpose', '=', purpose)
        .where('until', '>', now)
        .executeTakeFirst()
      return row !== undefined
    },

    async takeCode(hash, purpose, now) {
      const result = await db
        .deleteFrom('setup_code')
        .where('hash', '=', hash)
        .where('purpose', '=', purpose)
        .where('until', '>', now)
        .executeTakeFirst()
      return result.numDeletedRows === 1n
    },

    async dropCodes(purpose) {
      await db.deleteFrom('setup_code').where('purpose', '=', purpose).execute()
    },
  }
}
