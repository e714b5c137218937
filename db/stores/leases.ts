import { sql } from 'kysely'
import type { LeaseStore } from '#core'
import type { Dialect } from '../dialects/dialect.ts'
import type { Connection } from './connection.ts'

export function leaseStore(db: Connection, dialect: Dialect): LeaseStore {
  const end = (forMs: number) => sql<number>`${dialect.leaseNow()} + ${forMs}`

  return {
    async take(name, owner, forMs) {
      const row = await db
        .insertInto('lease')
        .values({ name, owner, token: 1, until: end(forMs) })
        .onConflict((conflict) =>
          conflict
            .column('name')
            .doUpdateSet((eb) => ({ owner, token: eb('lease.token', '+', 1), until: end(forMs) }))
            .where('lease.until', '<=', dialect.leaseNow()),
        )
        .returning('token')
        .executeTakeFirst()
      return row?.token ?? null
    },

    async renew(name, token, forMs) {
      const result = await db
        .updateTable('lease')
        .set({ until: end(forMs) })
        .where('name', '=', name)
        .where('token', '=', token)
        .where('until', '>', dialect.leaseNow())
        .executeTakeFirst()
      return result.numUpdatedRows === 1n
    },

    async holds(name, token) {
      const row = await db
        .selectFrom('lease')
        .select('token')
        .where('name', '=', name)
        .where('token', '=', token)
        .where('until', '>', dialect.leaseNow())
        .$if(dialect.name === 'postgres', (query) => query.forShare())
        .executeTakeFirst()
      return row !== undefined
    },

    async release(name, token) {
      await db.updateTable('lease').set({ until: 0 }).where('name', '=', name).where('token', '=', token).execute()
    },

    async holders() {
      return db.selectFrom('lease').select(['name', 'owner']).where('until', '>', dialect.leaseNow()).execute()
    },
  }
}
