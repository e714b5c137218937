import { type Selectable, type SqlBool, sql } from 'kysely'
import type { ContactRecord, Occurrence, OccurrenceStore } from '#domain'
import type { Dialect } from '../dialects/dialect.ts'
import type { ContactRecordTable, OccurrenceTable } from '../schema/occurrence.ts'
import { type Connection, pages } from './connection.ts'

const COLUMNS = [
  'id',
  'anchor_on',
  'deadline_on',
  'provisional',
  'owner_id',
  'state',
  'step',
  'next_at',
  'next_for',
  'reminded_at',
  'snoozes',
  'reason',
  'closed_at',
  'closed_by',
  'late',
] as const

export function occurrenceStore(db: Connection, dialect: Dialect): OccurrenceStore {
  const all = () => db.selectFrom('occurrence').selectAll()
  /** What is read to be changed: somebody else who wants the same waits, and then sees what became of it. */
  const mine = () => all().$if(dialect.name === 'postgres', (query) => query.forUpdate())

  return {
    async get(key) {
      const row = await all().where('key', '=', key).executeTakeFirst()
      return row ? fromRow(row) : null
    },

    async byId(id) {
      const row = await all().where('id', '=', id).executeTakeFirst()
      return row ? fromRow(row) : null
    },

    async add(occurrences) {
      let added = 0n
      for (const page of pages(occurrences)) {
        const result = await db
          .insertInto('occurrence')
          .values(page.map(toRow))
          .onConflict((conflict) =>
            conflict
              .column('key')
              .doUpdateSet((eb) => Object.fromEntries(COLUMNS.map((name) => [name, eb.ref(`excluded.${name}`)])))
              .where('occurrence.state', '=', 'void'),
          )
          .executeTakeFirst()
        added += result.numInsertedOrUpdatedRows ?? 0n
      }
      return Number(added)
    },

    async change(occurrence) {
      // What is named is written into every index it is in, changed or not.
      const { key, id, cadence, subject, nominal_on, ...row } = toRow(occurrence)
      const result = await db
        .updateTable('occurrence')
        .set(row)
        .where('key', '=', key)
        .where('state', '=', 'open')
        .executeTakeFirst()
      return result.numUpdatedRows === 1n
    },

    async of(cadence, subject) {
      const rows = await all()
        .where('subject', '=', subject)
        .where('cadence', '=', cadence)
        .orderBy('nominal_on')
        .execute()
      return rows.map(fromRow)
    },

    async openOf(owner) {
      const owned = () => mine().where('owner_id', '=', owner).where('state', '=', sql.lit('open'))
      const reminded = await owned().where('next_for', '=', owner).where('next_at', 'is not', null).execute()
      const apart = await owned().where(sql<SqlBool>`(next_at is null or next_for <> owner_id)`).execute()
      return [...reminded, ...apart].map(fromRow).toSorted(byDeadline)
    },

    async dueIds(now, limit) {
      const rows = await db
        .selectFrom('occurrence')
        .select((eb) => eb.fn.min('id').as('id'))
        .where('next_at', '<=', now)
        .groupBy('next_for')
        .orderBy((eb) => eb.fn.min('next_at'))
        .limit(limit)
        .execute()
      return rows.map((row) => row.id)
    },

    async ahead(from, until, limit) {
      const rows = await db
        .selectFrom('occurrence')
        .select(['id as key', 'next_at as at'])
        .where('next_at', '>', from)
        .where('next_at', '<=', until)
        .orderBy('next_at')
        .limit(limit)
        .execute()
      return rows.map(({ key, at }) => ({ key, at: at ?? until }))
    },

    async due(person, now) {
      const rows = await mine()
        .where('next_for', '=', person)
        .where('next_at', '<=', now)
        .orderBy('deadline_on')
        .orderBy('key')
        .execute()
      return rows.map(fromRow)
    },

    async nextDue() {
      const row = await db
        .selectFrom('occurrence')
        .select('next_at')
        .where('next_at', 'is not', null)
        .orderBy('next_at')
        .limit(1)
        .executeTakeFirst()
      return row?.next_at ?? null
    },

    async addRecord(record) {
      await db.insertInto('contact_record').values(toRecordRow(record)).execute()
    },

    async records(subject) {
      const rows = await db
        .selectFrom('contact_record')
        .selectAll()
        .where('subject', '=', subject)
        .orderBy('contacted_on')
        .orderBy('recorded_at')
        .execute()
      return rows.map(fromRecordRow)
    },

    async lastRecord(cadence, subject) {
      const row = await db
        .selectFrom('contact_record')
        .selectAll()
        .where('subject', '=', subject)
        .where('cadence', '=', cadence)
        .orderBy('contacted_on', 'desc')
        .orderBy('recorded_at', 'desc')
        .limit(1)
        .executeTakeFirst()
      return row ? fromRecordRow(row) : null
    },

    async all() {
      return (await all().orderBy('key').execute()).map(fromRow)
    },
  }
}

const byDeadline = (a: Occurrence, b: Occurrence) => compare(a.deadlineOn, b.deadlineOn) || compare(a.key, b.key)

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b)
}

function fromRow(row: Selectable<OccurrenceTable>): Occurrence {
  return {
    id: row.id,
    key: row.key,
    cadence: row.cadence,
    subject: row.subject,
    nominalOn: row.nominal_on,
    anchorOn: row.anchor_on,
    deadlineOn: row.deadline_on,
    provisional: row.provisional === 1,
    ownerId: row.owner_id,
    state: row.state as Occurrence['state'],
    step: row.step as Occurrence['step'],
    nextAt: row.next_at,
    nextFor: row.next_for,
    remindedAt: row.reminded_at,
    snoozes: row.snoozes,
    reason: row.reason,
    closedAt: row.closed_at,
    closedBy: row.closed_by,
    late: row.late === 1,
  }
}

function toRow(occurrence: Occurrence): OccurrenceTable {
  return {
    id: occurrence.id,
    key: occurrence.key,
    cadence: occurrence.cadence,
    subject: occurrence.subject,
    nominal_on: occurrence.nominalOn,
    anchor_on: occurrence.anchorOn,
    deadline_on: occurrence.deadlineOn,
    provisional: occurrence.provisional ? 1 : 0,
    owner_id: occurrence.ownerId,
    state: occurrence.state,
    step: occurrence.step,
    next_at: occurrence.nextAt,
    next_for: occurrence.nextFor,
    reminded_at: occurrence.remindedAt,
    snoozes: occurrence.snoozes,
    reason: occurrence.reason,
    closed_at: occurrence.closedAt,
    closed_by: occurrence.closedBy,
    late: occurrence.late ? 1 : 0,
  }
}

function fromRecordRow(row: Selectable<ContactRecordTable>): ContactRecord {
  return {
    id: row.id,
    occurrence: row.occurrence,
    cadence: row.cadence,
    subject: row.subject,
    contactedOn: row.contacted_on,
    recordedBy: row.recorded_by,
    recordedAt: row.recorded_at,
    content: row.content,
    answers: JSON.parse(row.answers),
  }
}

function toRecordRow(record: ContactRecord): ContactRecordTable {
  return {
    id: record.id,
    occurrence: record.occurrence,
    cadence: record.cadence,
    subject: record.subject,
    contacted_on: record.contactedOn,
    recorded_by: record.recordedBy,
    recorded_at: record.recordedAt,
    content: record.content,
    answers: JSON.stringify(record.answers),
  }
}
