import { ConflictError } from '#core'
import type { WaitingStore } from '#domain'
import type { Connection } from './connection.ts'

const ONE = 1

export function waitingStore(db: Connection): WaitingStore {
  return {
    async bag() {
      const row = await db.selectFrom('waiting_bag').select(['sealed', 'mark']).executeTakeFirst()
      return row ?? null
    },

    async replaceBag(bag, seen) {
      const changed =
        seen === null
          ? (
              await db
                .insertInto('waiting_bag')
                .values({ one: ONE, ...bag })
                .onConflict((conflict) => conflict.doNothing())
                .executeTakeFirst()
            ).numInsertedOrUpdatedRows
          : (await db.updateTable('waiting_bag').set(bag).where('mark', '=', seen).executeTakeFirst()).numUpdatedRows
      if (changed !== 1n) throw new ConflictError('what waits')
    },

    async dropBag(seen) {
      const { numDeletedRows } = await db.deleteFrom('waiting_bag').where('mark', '=', seen).executeTakeFirst()
      if (numDeletedRows !== 1n) throw new ConflictError('what waits')
    },

    async hold(caseId, entry) {
      await db.insertInto('held_entry').values({ case_id: caseId, entry }).execute()
    },

    async held(caseId) {
      const rows = await db.selectFrom('held_entry').select('entry').where('case_id', '=', caseId).execute()
      return rows.map(({ entry }) => entry)
    },

    async heldCases() {
      const rows = await db.selectFrom('held_entry').select('case_id').distinct().orderBy('case_id').execute()
      return rows.map((row) => row.case_id)
    },

    async letGo(caseId) {
      const result = await db.deleteFrom('held_entry').where('case_id', '=', caseId).executeTakeFirst()
      return result.numDeletedRows > 0n
    },
  }
}
