import type { ChoiceStore } from '#core'
import { type Connection, pages } from './connection.ts'

export function choiceStore(db: Connection): ChoiceStore {
  return {
    async put(address, choices) {
      const row = { address, choices: JSON.stringify(choices) }
      await db
        .insertInto('choice')
        .values(row)
        .onConflict((conflict) => conflict.column('address').doUpdateSet({ choices: row.choices }))
        .execute()
    },

    async forget(addresses) {
      for (const page of pages(addresses)) await db.deleteFrom('choice').where('address', 'in', page).execute()
    },

    async get(address) {
      const row = await db.selectFrom('choice').select('choices').where('address', '=', address).executeTakeFirst()
      return row ? JSON.parse(row.choices) : []
    },
  }
}
