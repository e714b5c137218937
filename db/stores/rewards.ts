import type { RewardStore } from '#domain'
import type { Connection } from './connection.ts'

export function rewardStore(db: Connection): RewardStore {
  return {
    async add(lookup, reward) {
      await db.insertInto('reward_voucher').values({ lookup, reward, given_on: null }).execute()
    },

    async byLookup(lookup) {
      const row = await db.selectFrom('reward_voucher').selectAll().where('lookup', '=', lookup).executeTakeFirst()
      return row ? { reward: row.reward, givenOn: row.given_on } : null
    },

    async give(lookup, today) {
      const result = await db
        .updateTable('reward_voucher')
        .set({ given_on: today })
        .where('lookup', '=', lookup)
        .where('given_on', 'is', null)
        .executeTakeFirst()
      return result.numUpdatedRows === 1n
    },
  }
}
