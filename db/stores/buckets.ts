import { sql } from 'kysely'
import type { BucketStore } from '#core'
import type { Dialect } from '../dialects/dialect.ts'
import { type Connection, pages } from './connection.ts'

/** A bucket as good as new for so long is forgotten. */
const FORGET_MS = 3_600_000

export function bucketStore(db: Connection, dialect: Dialect): BucketStore {
  const now = sql<number>`${dialect.leaseNow()}`

  /** The states by name; on PostgreSQL locked, always in the same order, so that two senders never wait for each other. */
  const take = async (names: readonly string[]) => {
    const states = new Map<string, string | null>()
    for (const page of pages(names)) {
      if (dialect.name === 'postgres') {
        await db
          .insertInto('bucket')
          .values(page.map((name) => ({ name, full_at: 0 })))
          .onConflict((conflict) => conflict.doNothing())
          .execute()
      }
      const rows = await db
        .selectFrom('bucket')
        .select(['name', 'state'])
        .where('name', 'in', page)
        .orderBy('name')
        .$if(dialect.name === 'postgres', (query) => query.forUpdate())
        .execute()
      for (const row of rows) states.set(row.name, row.state)
    }
    return states
  }

  return {
    async change(names, change) {
      const states = await take(names.toSorted())
      const { at } = await db.selectNoFrom(now.as('at')).executeTakeFirstOrThrow()
      const { writes, value } = change(
        names.map((name) => states.get(name) ?? null),
        Number(at),
      )
      const changed = names.flatMap((name, index) => {
        const write = writes[index]
        return write ? [{ name, state: write.state, full_at: Math.ceil(write.until) }] : []
      })
      for (const page of pages(changed)) {
        await db
          .insertInto('bucket')
          .values(page)
          .onConflict((conflict) =>
            conflict.column('name').doUpdateSet((eb) => ({
              state: eb.ref('excluded.state'),
              full_at: eb.ref('excluded.full_at'),
            })),
          )
          .execute()
      }
      return value
    },

    async startingWith(beginning) {
      const rows = await db
        .selectFrom('bucket')
        .select(['name', 'state'])
        .where('name', 'like', `${beginning}%`)
        .orderBy('name')
        .execute()
      return rows.flatMap(({ name, state }) => (state !== null && name.startsWith(beginning) ? [{ name, state }] : []))
    },

    async prune() {
      const result = await db
        .deleteFrom('bucket')
        .where('full_at', '<', sql<number>`${now} - ${FORGET_MS}`)
        .executeTakeFirst()
      return Number(result.numDeletedRows)
    },
  }
}
