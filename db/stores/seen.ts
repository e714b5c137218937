import type { SeenStore } from '#core'
import type { Connection } from './connection.ts'

export function seenStore(db: Connection): SeenStore {
  return {
    async mark(key, at) {
      const result = await db
        .insertInto('seen')
        .values({ key, at })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst()
      return result.numInsertedOrUpdatedRows === 1n
    },

    async has(key) {
      return (await db.selectFrom('seen').select('key').where('key', '=', key).executeTakeFirst()) !== undefined
    },

    async prune(before) {
      const result = await db.deleteFrom('seen').where('at', '<', before).executeTakeFirst()
      return Number(result.numDeletedRows)
    },
  }
}
