import { sql } from 'kysely'
import { ConflictError } from '#core'
import type { CaseStore, NewCaseEntry } from '#domain'
import { fromEntryRow, fromRow, tagText, toRow } from './case-rows.ts'
import type { Connection } from './connection.ts'

/** Literals, so that the partial index of unsent messages serves. */
const UNSENT = [sql.lit('pending'), sql.lit('uncertain')]

/** Nobody at the desk has anything to do with these; an appealed one is with its appeal. */
const DONE = ['appealed', 'closed', 'sealed']

export function caseStore(db: Connection): CaseStore {
  const files = () => db.selectFrom('case_file').selectAll('case_file')

  const addEntry = async (id: string, { pictures = [], ...entry }: NewCaseEntry) => {
    const { n } = await db
      .selectFrom('case_entry')
      .select((eb) => eb.fn.countAll<number>().as('n'))
      .where('case_id', '=', id)
      .executeTakeFirstOrThrow()
    await db
      .insertInto('case_entry')
      .values({
        case_id: id,
        n: Number(n) + 1,
        side: entry.side,
        kind: entry.kind,
        body: entry.body,
        restated: null,
        passed: 0,
        by_id: entry.by,
        on_day: entry.on,
      })
      .execute()
    for (const [index, body] of pictures.entries()) {
      await db
        .insertInto('case_picture')
        .values({ case_id: id, entry: Number(n) + 1, n: index + 1, body })
        .execute()
    }
  }

  return {
    async add(file, first, lookup, address, words = null) {
      await db.insertInto('case_file').values(toRow(file)).execute()
      await db.insertInto('case_lookup').values({ lookup, case_id: file.id }).execute()
      if (address !== null)
        await db.insertInto('case_address').values({ case_id: file.id, sealed: address, words }).execute()
      await addEntry(file.id, first)
    },

    async addAppeal(file, first) {
      await db.insertInto('case_file').values(toRow(file)).execute()
      await addEntry(file.id, first)
    },

    async get(id) {
      const row = await files().where('id', '=', id).executeTakeFirst()
      return row ? fromRow(row) : null
    },

    async appealOf(id) {
      const row = await files().where('appeal_of', '=', id).orderBy('received_on', 'desc').executeTakeFirst()
      return row ? fromRow(row) : null
    },

    async byLookup(lookup) {
      const row = await files()
        .innerJoin('case_lookup', 'case_lookup.case_id', 'case_file.id')
        .where('lookup', '=', lookup)
        .executeTakeFirst()
      return row ? fromRow(row) : null
    },

    async byTag(tag) {
      const row = await files().where('tag', '=', tagText(tag)).executeTakeFirst()
      return row ? fromRow(row) : null
    },

    async entries(id) {
      const rows = await db
        .selectFrom('case_entry')
        .selectAll()
        .select(({ selectFrom, fn }) =>
          selectFrom('case_picture')
            .select(fn.countAll<number>().as('pictures'))
            .whereRef('case_picture.case_id', '=', 'case_entry.case_id')
            .whereRef('case_picture.entry', '=', 'case_entry.n')
            .as('pictures'),
        )
        .where('case_id', '=', id)
        .orderBy('n')
        .execute()
      return rows.map((row) => fromEntryRow(row, Number(row.pictures)))
    },

    pictures(id) {
      return db
        .selectFrom('case_picture')
        .select(['entry', 'body'])
        .where('case_id', '=', id)
        .orderBy('entry')
        .orderBy('n')
        .execute()
    },

    addEntry,

    async passEntry(id, n, restated) {
      await db
        .updateTable('case_entry')
        .set({ restated, passed: 1 })
        .where('case_id', '=', id)
        .where('n', '=', n)
        .where('side', '=', 'author')
        .execute()
    },

    async save(file, seen) {
      const { id, ...row } = toRow(file)
      const result = await db
        .updateTable('case_file')
        .set({ ...row, revision: seen + 1, ...(file.state !== 'closed' && { seal_on: null }) })
        .where('id', '=', id)
        .where('revision', '=', seen)
        .executeTakeFirst()
      if (result.numUpdatedRows !== 1n) throw new ConflictError('the case')
    },

    async address(id) {
      const row = await db.selectFrom('case_address').select('sealed').where('case_id', '=', id).executeTakeFirst()
      return row?.sealed ?? null
    },

    async addressWords(id) {
      const row = await db.selectFrom('case_address').select('words').where('case_id', '=', id).executeTakeFirst()
      return row?.words ?? null
    },

    async addressesToDestroy(limit, only) {
      const rows = await db
        .selectFrom('case_address')
        .innerJoin('case_file', 'case_file.id', 'case_address.case_id')
        .select('case_file.id')
        .where('case_file.state', '=', 'closed')
        .where(({ not, exists, selectFrom }) =>
          not(exists(selectFrom('held_entry').select('entry').whereRef('held_entry.case_id', '=', 'case_file.id'))),
        )
        .where(({ not, exists, selectFrom }) =>
          not(
            exists(
              selectFrom('held_entry')
                .innerJoin('case_file as appeal', 'appeal.id', 'held_entry.case_id')
                .select('held_entry.entry')
                .whereRef('appeal.appeal_of', '=', 'case_file.id'),
            ),
          ),
        )
        .$if(only !== undefined, (query) => query.where('case_file.id', '=', only ?? ''))
        .where(({ not, exists, selectFrom }) =>
          not(
            exists(
              selectFrom('outbox')
                .select('outbox.key')
                .whereRef('outbox.lane', '=', (eb) => sql`'sealed:' || ${eb.ref('case_file.id')}`)
                .where('outbox.state', 'in', UNSENT),
            ),
          ),
        )
        .limit(limit)
        .execute()
      return rows.map((row) => row.id)
    },

    async destroyAddress(id) {
      await db.deleteFrom('case_address').where('case_id', '=', id).execute()
    },

    async open() {
      const rows = await files().where('state', 'not in', DONE).orderBy('answer_by').orderBy('id').execute()
      return rows.map(fromRow)
    },

    async receivedBetween(from, before) {
      const rows = await files().where('received_on', '>=', from).where('received_on', '<', before).execute()
      return rows.map(fromRow)
    },

    async dueAlarms(today, limit, topics) {
      const rows = await db
        .selectFrom('case_file')
        .select('id')
        .where('alarm_on', '<=', today)
        .$if(topics !== undefined, (query) => query.where('topic', 'in', topics ?? []))
        .orderBy('alarm_on')
        .orderBy('id')
        .limit(limit)
        .execute()
      return rows.map((row) => row.id)
    },

    async nextAlarm(topics) {
      const row = await db
        .selectFrom('case_file')
        .select((eb) => eb.fn.min('alarm_on').as('alarm_on'))
        .$if(topics !== undefined, (query) => query.where('topic', 'in', topics ?? []))
        .executeTakeFirst()
      return row?.alarm_on ?? null
    },

    async takeForm(mark, today) {
      const result = await db
        .insertInto('form_mark')
        .values({ mark, day: today })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst()
      return result.numInsertedOrUpdatedRows === 1n
    },

    async isFormTaken(mark) {
      return (await db.selectFrom('form_mark').select('mark').where('mark', '=', mark).executeTakeFirst()) !== undefined
    },

    async pruneForms(before) {
      const result = await db.deleteFrom('form_mark').where('day', '<', before).executeTakeFirst()
      return Number(result.numDeletedRows)
    },
  }
}
