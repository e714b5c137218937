import { sql } from 'kysely'
import type { BucketStore } from '#core'
import type { Dialect } from '../dialects/dialect.ts'
import type { Connection } from './connection.ts'

/** A bucket full for so long is as good as new. */
const FORGET_MS = 3_600_000

export function bucketStore(db: Connection, dialect: Dialect): BucketStore {
  return {
    async change(name, change) {
      await db
        .insertInto('bucket')
        .values({ name, full_at: 0 })
        .onConflict((conflict) => conflict.doNothing())
        .execute()
      const { full_at, now } = await db
        .selectFrom('bucket')
        .select(['full_at', sql<number>`${dialect.leaseNow()}`.as('now')])
        .where('name', '=', name)
        .$if(dialect.name === 'postgres', (query) => query.forUpdate())
        .executeTakeFirstOrThrow()
      const { full, value } = change(full_at, Number(now))
      if (full !== full_at) await db.updateTable('bucket').set({ full_at: full }).where('name', '=', name).execute()
      return value
    },

    async prune() {
      const result = await db
        .deleteFrom('bucket')
        .where('full_at', '<', sql<number>`${dialect.leaseNow()} - ${FORGET_MS}`)
        .executeTakeFirst()
      return Number(result.numDeletedRows)
    },
  }
}
