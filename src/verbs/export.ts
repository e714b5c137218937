import { writeFileSync } from 'node:fs'
import { stringify } from 'csv-stringify/sync'
import { HearbackError } from '#core'
import type { Stores } from '#db'
import { allQuestions, type Form, type Programs, showAnswer } from '#domain'
import { openCompanyData } from '../company-data.ts'
import { print, type Verb } from './verb.ts'

type Table = readonly (readonly (string | number | null)[])[]

export const exportVerb: Verb = {
  usage: 'export survey FORM FILE | follow-ups FILE',
  about: 'Writes results as a CSV file that spreadsheets open.',

  async run(config, args) {
    const [what, ...rest] = args
    const file = rest.at(-1)
    const usage = 'Usage: export survey FORM FILE, or export follow-ups FILE'
    if (!file || (what === 'survey' ? rest.length !== 2 : what !== 'follow-ups')) {
      throw new HearbackError('usage', usage)
    }
    const { database, programs } = openCompanyData(config)
    try {
      const table = await database.transaction((stores) =>
        what === 'survey' ? surveyTable(stores, programs.current(), rest[0] ?? '') : followUpTable(stores),
      )
      // The mark lets a spreadsheet see that this is UTF-8; formulas are defused.
      writeFileSync(
        file,
        stringify(
          table.map((row) => [...row]),
          { bom: true, escape_formulas: true },
        ),
        { mode: 0o600 },
      )
      print(`${table.length - 1} → ${file}`)
      return 0
    } finally {
      await database.close()
    }
  },
}

/** One line per submission; the shape tells which lines may be counted together. */
async function surveyTable(stores: Stores, { forms, company }: Programs, formId: string): Promise<Table> {
  const pinned = forms.get(formId)
  if (!pinned) {
    throw new HearbackError('no-form', `There is no form "${formId}". There are: ${[...forms.keys()].join(', ')}.`)
  }
  const submissions = await stores.forms.submissions(formId)
  const contents = new Map<string, Form>([[pinned.content, pinned.form]])
  for (const { content } of submissions) {
    const kept = contents.has(content) ? null : await stores.forms.pinned(content)
    if (kept) contents.set(content, JSON.parse(kept))
  }
  const questions = [...contents.values()].flatMap((form) => allQuestions(form.items))
  const ids = [...new Set(questions.map((question) => question.id))]
  const header = ['person', 'submitted_at', 'round', 'shape', ...ids]
  const rows = submissions.map((one) => {
    const own = allQuestions(contents.get(one.content)?.items ?? [])
    const cells = ids.map((id) => {
      const question = own.find((candidate) => candidate.id === id)
      const given = one.answers[id]
      return question && given !== undefined ? showAnswer(question, given, company.language) : null
    })
    return [one.person, new Date(one.submittedAt).toISOString(), one.round, one.shape.slice(0, 12), ...cells]
  })
  return [header, ...rows]
}

async function followUpTable(stores: Stores): Promise<Table> {
  const header = ['cadence', 'subject', 'nominal_on', 'deadline_on', 'owner', 'state', 'late', 'reason', 'closed_at']
  const rows = (await stores.occurrences.all()).map((one) => [
    one.cadence,
    one.subject,
    one.nominalOn,
    one.deadlineOn,
    one.ownerId,
    one.state,
    one.late ? 'late' : '',
    one.reason,
    one.closedAt === null ? null : new Date(one.closedAt).toISOString(),
  ])
  return [header, ...rows]
}
