import type { Selectable } from 'kysely'
import type { LEFT_KINDS, Person, PersonAccount, PersonStore } from '#domain'
import type { PersonAccountTable, PersonTable } from '../schema/person.ts'
import { type Connection, pages } from './connection.ts'

/** Platforms that take a member's id in upper and lower case for the same. */
const CASELESS = new Set(['wecom'])

export function personStore(db: Connection): PersonStore {
  const all = () => db.selectFrom('person').selectAll()

  return {
    async get(id) {
      const row = await all().where('id', '=', id).executeTakeFirst()
      return row ? fromRow(row) : null
    },

    async many(ids) {
      const found: Person[] = []
      for (const page of pages([...new Set(ids)])) {
        const rows = await all().where('id', 'in', page).execute()
        found.push(...rows.map(fromRow))
      }
      return found
    },

    async all() {
      return (await all().orderBy('id').execute()).map(fromRow)
    },

    async put(people) {
      for (const page of pages(people)) {
        await db
          .insertInto('person')
          .values(page.map((person) => ({ ...toRow(person), chosen_locale: null })))
          .onConflict((conflict) =>
            conflict.column('id').doUpdateSet((eb) => ({
              name: eb.ref('excluded.name'),
              department: eb.ref('excluded.department'),
              manager_id: eb.ref('excluded.manager_id'),
              title: eb.ref('excluded.title'),
              email: eb.ref('excluded.email'),
              mobile: eb.ref('excluded.mobile'),
              joined_on: eb.ref('excluded.joined_on'),
              left_on: eb.ref('excluded.left_on'),
              left_reason: eb.ref('excluded.left_reason'),
              left_kind: eb.ref('excluded.left_kind'),
              key_person: eb.ref('excluded.key_person'),
              locale: eb.ref('excluded.locale'),
              timezone: eb.ref('excluded.timezone'),
            })),
          )
          .execute()
      }
    },

    async byAccount(platform, workspace, userId) {
      const accounts = db
        .selectFrom('person')
        .innerJoin('person_account', 'person_account.person_id', 'person.id')
        .selectAll('person')
        .where('platform', '=', platform)
        .where('workspace', '=', workspace)
      const row = await accounts.where('user_id', '=', userId).executeTakeFirst()
      if (row || !CASELESS.has(platform)) return row ? fromRow(row) : null
      const same = await accounts
        .where((eb) => eb(eb.fn<string>('lower', ['user_id']), '=', userId.toLowerCase()))
        .executeTakeFirst()
      return same ? fromRow(same) : null
    },

    async accountsOf(personIds) {
      const found: PersonAccount[] = []
      for (const page of pages([...new Set(personIds)])) {
        const rows = await db.selectFrom('person_account').selectAll().where('person_id', 'in', page).execute()
        found.push(...rows.map(fromAccountRow))
      }
      return found
    },

    async accounts() {
      return (await db.selectFrom('person_account').selectAll().execute()).map(fromAccountRow)
    },

    async unlink({ platform, workspace }, userIds) {
      for (const page of pages(userIds)) {
        await db
          .deleteFrom('person_account')
          .where('platform', '=', platform)
          .where('workspace', '=', workspace)
          .where('user_id', 'in', page)
          .execute()
      }
    },

    async link(accounts) {
      for (const page of pages(accounts)) {
        await db
          .insertInto('person_account')
          .values(
            page.map(({ platform, workspace, userId, personId }) => ({
              platform,
              workspace,
              user_id: userId,
              person_id: personId,
            })),
          )
          .onConflict((conflict) =>
            conflict
              .columns(['platform', 'workspace', 'user_id'])
              .doUpdateSet((eb) => ({ person_id: eb.ref('excluded.person_id') })),
          )
          .execute()
      }
    },

    async chosenLocale(id) {
      const row = await db.selectFrom('person').select('chosen_locale').where('id', '=', id).executeTakeFirst()
      return row?.chosen_locale ?? null
    },

    async chosenLocales(ids) {
      const chosen = new Map<string, string>()
      for (const page of pages([...new Set(ids)])) {
        const rows = await db
          .selectFrom('person')
          .select(['id', 'chosen_locale'])
          .where('id', 'in', page)
          .where('chosen_locale', 'is not', null)
          .execute()
        for (const row of rows) chosen.set(row.id, row.chosen_locale ?? '')
      }
      return chosen
    },

    async chooseLocale(id, locale) {
      await db.updateTable('person').set({ chosen_locale: locale }).where('id', '=', id).execute()
    },
  }
}

function fromRow(row: Selectable<PersonTable>): Person {
  return {
    id: row.id,
    name: row.name,
    department: row.department,
    managerId: row.manager_id,
    title: row.title,
    email: row.email,
    mobile: row.mobile,
    joinedOn: row.joined_on,
    leftOn: row.left_on,
    leftReason: row.left_reason,
    leftKind: row.left_kind as (typeof LEFT_KINDS)[number] | null,
    keyPerson: row.key_person === 1,
    locale: row.locale,
    timezone: row.timezone,
  }
}

function toRow(person: Person) {
  return {
    id: person.id,
    name: person.name,
    department: person.department,
    manager_id: person.managerId,
    title: person.title,
    email: person.email,
    mobile: person.mobile,
    joined_on: person.joinedOn,
    left_on: person.leftOn,
    left_reason: person.leftReason,
    left_kind: person.leftKind,
    key_person: person.keyPerson ? 1 : 0,
    locale: person.locale,
    timezone: person.timezone,
  }
}

function fromAccountRow(row: Selectable<PersonAccountTable>): PersonAccount {
  return { platform: row.platform, workspace: row.workspace, userId: row.user_id, personId: row.person_id }
}
