import type { StatisticsStore, StatisticsTable } from '#domain'
import type { Connection } from './connection.ts'

export function statisticsStore(db: Connection): StatisticsStore {
  const tables = () => db.selectFrom('statistics_table').selectAll().orderBy('quarter', 'desc')
  const fromRow = (row: { quarter: string; rows: string }): StatisticsTable => ({
    quarter: row.quarter,
    rows: JSON.parse(row.rows),
  })

  return {
    async add(id, { quarter, topic, inTime }) {
      const in_time = inTime === null ? null : Number(inTime)
      await db.insertInto('case_count').values({ id, quarter, topic, in_time }).execute()
    },

    async kept(quarter) {
      const rows = await db.selectFrom('case_count').selectAll().where('quarter', '=', quarter).execute()
      return rows.map(({ topic, in_time }) => ({
        quarter,
        topic,
        inTime: in_time === null ? null : in_time === 1,
      }))
    },

    async table(quarter) {
      const row = await tables().where('quarter', '=', quarter).executeTakeFirst()
      return row ? fromRow(row) : null
    },

    async freeze({ quarter, rows }) {
      await db
        .insertInto('statistics_table')
        .values({ quarter, rows: JSON.stringify(rows) })
        .onConflict((conflict) => conflict.doNothing())
        .execute()
      await db.deleteFrom('case_count').where('quarter', '=', quarter).execute()
    },

    async tables(limit) {
      return (await tables().limit(limit).execute()).map(fromRow)
    },
  }
}
