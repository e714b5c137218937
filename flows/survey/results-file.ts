import type { Outcome, OutFile, Turn, View } from '#core'
import { allQuestions, dateAt, type Form, type Locale, type PinnedForm, type PinnedForms, showAnswer } from '#domain'
import { formsReadBy } from './invitation.ts'
import type { Stores, SurveyParts } from './parts.ts'
import { words } from './words.ts'

type Table = readonly (readonly (string | number | null)[])[]

/** One line per submission; the shape tells which lines may be counted together. Times are UTC. */
export async function resultsTable(
  pinnedForms: PinnedForms,
  stores: Stores,
  pinned: PinnedForm,
  locale: Locale,
): Promise<Table> {
  const submissions = await stores.forms.submissions(pinned.form.id)
  const contents = new Map<string, Form>([[pinned.content, pinned.form]])
  for (const { content } of submissions) {
    const kept = contents.has(content) ? null : await pinnedForms.read(stores.forms, content)
    if (kept) contents.set(content, kept)
  }
  const ids = [...new Set([...contents.values()].flatMap((form) => allQuestions(form.items)).map(({ id }) => id))]
  const rows = submissions.map((one) => {
    const own = allQuestions(contents.get(one.content)?.items ?? [])
    const cells = ids.map((id) => {
      const question = own.find((candidate) => candidate.id === id)
      const given = one.answers[id]
      return question && given !== undefined ? showAnswer(question, given, locale) : null
    })
    return [one.person, new Date(one.submittedAt).toISOString(), one.round, one.shape.slice(0, 12), ...cells]
  })
  return [['person', 'submitted_at', 'round', 'shape', ...ids], ...rows]
}

/** Sends the results of a form as a file to whoever reads them. */
export async function sendResultsFile(parts: SurveyParts, turn: Turn<Stores>, formId: string): Promise<Outcome> {
  const person = await turn.stores.people.get(turn.member.id)
  const forms = person ? formsReadBy(parts, person, dateAt(turn.now, turn.member.timeZone)) : []
  if (!person || !forms.some(({ form }) => form.id === formId)) {
    return { notices: [{ text: words(turn.member.locale).notAllowed }] }
  }
  const content = { kind: 'view', view: 'survey.file', args: { form: formId } } as const
  return { say: [{ to: { kind: 'person', person: person.id }, class: 'answer', content }] }
}

/** The file is made when it is sent: it stands nowhere before. */
export function resultsFileView(parts: SurveyParts): View<Stores> {
  return async ({ form: id = '' }, { stores, locale, now, timeZone }) => {
    const pinned = parts.programs().forms.get(id)
    if (!pinned) return null
    const csv = parts.csv(await resultsTable(parts.pinned, stores, pinned, locale))
    const name = `${id}-${dateAt(now, timeZone)}.csv`
    const file: OutFile = { name, type: 'text/csv', bytes: new TextEncoder().encode(csv) }
    return { text: words(locale).resultsFile(pinned.form.title[locale]), files: [file] }
  }
}
