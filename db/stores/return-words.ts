import { ConflictError } from '#core'
import type { ReturnBoard, ReturnWordStore, Turns } from '#domain'
import type { Connection } from './connection.ts'

const ONE = 1

export function returnWordStore(db: Connection): ReturnWordStore {
  return {
    async add(caseId, sealed) {
      await db.insertInto('return_word').values({ case_id: caseId, sealed, due_on: null, turns: 0 }).execute()
    },

    async all() {
      const rows = await db
        .selectFrom('return_word')
        .innerJoin('case_file', 'case_file.id', 'return_word.case_id')
        .select(['case_id', 'key', 'sealed', 'due_on', 'turns'])
        .orderBy('due_on')
        .orderBy('case_id')
        .execute()
      return rows.map(({ case_id: caseId, key, sealed, due_on: dueOn, turns: left }) => ({
        caseId,
        key,
        sealed,
        dueOn,
        left,
      }))
    },

    async setTurns(caseId, { dueOn, left }: Turns) {
      await db.updateTable('return_word').set({ due_on: dueOn, turns: left }).where('case_id', '=', caseId).execute()
    },

    async board() {
      const row = await db.selectFrom('return_board').select(['at', 'words', 'gone']).executeTakeFirst()
      return row ? { at: row.at, words: JSON.parse(row.words), left: JSON.parse(row.gone) } : null
    },

    async replaceBoard({ at, words, left }: ReturnBoard, seen) {
      const row = { at, words: JSON.stringify(words), gone: JSON.stringify(left) }
      const changed =
        seen === null
          ? (
              await db
                .insertInto('return_board')
                .values({ one: ONE, ...row })
                .onConflict((conflict) => conflict.doNothing())
                .executeTakeFirst()
            ).numInsertedOrUpdatedRows
          : (await db.updateTable('return_board').set(row).where('at', '=', seen).executeTakeFirst()).numUpdatedRows
      if (changed !== 1n) throw new ConflictError('the board')
    },
  }
}
