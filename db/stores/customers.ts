import type { Selectable } from 'kysely'
import type { Customer, CustomerStore } from '#domain'
import type { CustomerTable } from '../schema/customer.ts'
import { type Connection, pages } from './connection.ts'

export function customerStore(db: Connection): CustomerStore {
  return {
    async get(id) {
      const row = await db.selectFrom('customer').selectAll().where('id', '=', id).executeTakeFirst()
      return row ? fromRow(row) : null
    },

    async all() {
      return (await db.selectFrom('customer').selectAll().orderBy('id').execute()).map(fromRow)
    },

    async put(customers, today) {
      for (const page of pages(customers)) {
        await db
          .insertInto('customer')
          .values(page.map((customer) => ({ ...toRow(customer), known_since: today })))
          .onConflict((conflict) =>
            conflict.column('id').doUpdateSet((eb) => ({
              name: eb.ref('excluded.name'),
              type: eb.ref('excluded.type'),
              grade: eb.ref('excluded.grade'),
              owner_id: eb.ref('excluded.owner_id'),
              last_visit_on: eb.ref('excluded.last_visit_on'),
              visits: eb.ref('excluded.visits'),
              spend: eb.ref('excluded.spend'),
            })),
          )
          .execute()
      }
    },

    async knownSince(id) {
      const row = await db.selectFrom('customer').select('known_since').where('id', '=', id).executeTakeFirst()
      return row?.known_since ?? null
    },
  }
}

function fromRow(row: Selectable<CustomerTable>): Customer {
  const { owner_id: ownerId, last_visit_on: lastVisitOn, known_since: _, ...rest } = row
  return { ...rest, ownerId, lastVisitOn }
}

function toRow({ ownerId, lastVisitOn, ...rest }: Customer) {
  return { ...rest, owner_id: ownerId, last_visit_on: lastVisitOn }
}
