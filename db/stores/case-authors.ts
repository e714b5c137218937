import type { CaseAuthorStore } from '#domain'
import type { Connection } from './connection.ts'

export function caseAuthorStore(db: Connection): CaseAuthorStore {
  return {
    async add(caseId, sealed) {
      await db.insertInto('case_author').values({ case_id: caseId, sealed, shown: 1 }).execute()
    },

    async of(caseId) {
      const row = await db
        .selectFrom('case_author')
        .select(['sealed', 'shown'])
        .where('case_id', '=', caseId)
        .executeTakeFirst()
      return row ? { sealed: row.sealed, shown: row.shown === 1 } : null
    },

    async all() {
      const rows = await db
        .selectFrom('case_author')
        .innerJoin('case_file', 'case_file.id', 'case_author.case_id')
        .select(['case_id', 'key', 'sealed'])
        .orderBy('received_on', 'desc')
        .orderBy('case_id')
        .execute()
      return rows.map(({ case_id, key, sealed }) => ({ caseId: case_id, key, sealed }))
    },

    async show(caseId, shown) {
      await db
        .updateTable('case_author')
        .set({ shown: shown ? 1 : 0 })
        .where('case_id', '=', caseId)
        .execute()
    },
  }
}
