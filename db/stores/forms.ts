import type { Selectable } from 'kysely'
import type { FormStore, FormSubmission, Round } from '#domain'
import type { FormRoundTable, FormSubmissionTable } from '../schema/form.ts'
import { type Connection, pages } from './connection.ts'

export function formStore(db: Connection): FormStore {
  return {
    async pin(hash, content) {
      await db
        .insertInto('definition')
        .values({ hash, content })
        .onConflict((conflict) => conflict.doNothing())
        .execute()
    },

    async pinned(hash) {
      const row = await db.selectFrom('definition').select('content').where('hash', '=', hash).executeTakeFirst()
      return row?.content ?? null
    },

    async openRound(round) {
      const result = await db
        .insertInto('form_round')
        .values({
          id: round.id,
          form: round.form,
          content: round.content,
          opened_by: round.openedBy,
          opened_at: round.openedAt,
        })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst()
      return result.numInsertedOrUpdatedRows === 1n
    },

    async round(id) {
      const row = await db.selectFrom('form_round').selectAll().where('id', '=', id).executeTakeFirst()
      return row ? toRound(row) : null
    },

    async rounds(form) {
      const rows = await db
        .selectFrom('form_round')
        .selectAll()
        .where('form', '=', form)
        .orderBy('opened_at')
        .orderBy('id')
        .execute()
      return rows.map(toRound)
    },

    async invite(round, people) {
      const added: string[] = []
      for (const page of pages(people)) {
        const rows = await db
          .insertInto('form_invitation')
          .values(page.map((person) => ({ round, person_id: person, state: 'invited' as const })))
          .onConflict((conflict) => conflict.doNothing())
          .returning('person_id')
          .execute()
        added.push(...rows.map((row) => row.person_id))
      }
      return added
    },

    async invitation(round, person) {
      const row = await db
        .selectFrom('form_invitation')
        .select('state')
        .where('round', '=', round)
        .where('person_id', '=', person)
        .executeTakeFirst()
      return row ? { round, person, state: row.state } : null
    },

    async openFor(person) {
      const rows = await db
        .selectFrom('form_round')
        .innerJoin('form_invitation', 'form_invitation.round', 'form_round.id')
        .selectAll('form_round')
        .where('person_id', '=', person)
        .where('state', '=', 'invited')
        .orderBy('opened_at')
        .orderBy('form_round.id')
        .execute()
      return rows.map(toRound)
    },

    async decline(round, person) {
      await db
        .updateTable('form_invitation')
        .set({ state: 'declined' })
        .where('round', '=', round)
        .where('person_id', '=', person)
        .where('state', '=', 'invited')
        .execute()
    },

    async submit(submission) {
      const result = await db
        .insertInto('form_submission')
        .values({
          id: submission.id,
          round: submission.round,
          form: submission.form,
          content: submission.content,
          shape: submission.shape,
          person_id: submission.person,
          answers: JSON.stringify(submission.answers),
          submitted_at: submission.submittedAt,
        })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst()
      await db
        .updateTable('form_invitation')
        .set({ state: 'submitted' })
        .where('round', '=', submission.round)
        .where('person_id', '=', submission.person)
        .execute()
      return result.numInsertedOrUpdatedRows === 1n
    },

    async invitations(form) {
      const rows = await db
        .selectFrom('form_invitation')
        .innerJoin('form_round', 'form_round.id', 'form_invitation.round')
        .select(['state', (eb) => eb.fn.countAll<number>().as('count')])
        .where('form', '=', form)
        .groupBy('state')
        .execute()
      const count = (state: string) => Number(rows.find((row) => row.state === state)?.count ?? 0)
      const submitted = count('submitted')
      const declined = count('declined')
      return { invited: count('invited') + submitted + declined, submitted, declined }
    },

    async answered(round) {
      const row = await db
        .selectFrom('form_invitation')
        .select((eb) => eb.fn.countAll<number>().as('count'))
        .where('round', '=', round)
        .where('state', '=', 'submitted')
        .executeTakeFirst()
      return Number(row?.count ?? 0)
    },

    async submissions(form) {
      const rows = await db
        .selectFrom('form_submission')
        .selectAll()
        .where('form', '=', form)
        .orderBy('submitted_at')
        .orderBy('id')
        .execute()
      return rows.map(toSubmission)
    },
  }
}

function toRound(row: Selectable<FormRoundTable>): Round {
  return { id: row.id, form: row.form, content: row.content, openedBy: row.opened_by, openedAt: row.opened_at }
}

function toSubmission(row: Selectable<FormSubmissionTable>): FormSubmission {
  const { person_id: person, submitted_at: submittedAt, answers, ...rest } = row
  return { ...rest, person, submittedAt, answers: JSON.parse(answers) }
}
