import type { Locale, Message, Outcome, Section, Turn } from '#core'
import { dateAt, type FormSubmission, type PinnedForm, type QuestionResult, tally } from '#domain'
import { formsReadBy } from './invitation.ts'
import type { Stores, SurveyParts } from './parts.ts'
import { answerHere } from './run.ts'
import { words } from './words.ts'

/** Texts shown under one question; more would bury the rest. */
const TEXTS_SHOWN = 10

/** The results of a form, for those who read it. `formId` is empty when it is still to be chosen. */
export async function showResults(parts: SurveyParts, turn: Turn<Stores>, formId: string): Promise<Outcome> {
  const { locale } = turn.member
  const text = words(locale)
  const person = await turn.stores.people.get(turn.member.id)
  const forms = person ? formsReadBy(parts, person, dateAt(turn.now, turn.member.timeZone)) : []
  const chosen = forms.find(({ form }) => form.id === formId) ?? (forms.length === 1 ? forms[0] : undefined)
  if (forms.length === 0) return answerHere(turn, { text: text.notAllowed })
  if (!chosen) {
    const actions = forms.map(({ form }) => ({ id: 'survey.results', label: form.title[locale], value: form.id }))
    return answerHere(turn, { text: text.whichResults, actions })
  }
  const message = await resultsMessage(parts, turn.stores, chosen, locale)
  if (!turn.capabilities.files.out || message.sections?.length === 0) return answerHere(turn, message)
  return answerHere(turn, {
    ...message,
    actions: [{ id: 'survey.file', label: text.asFile, value: chosen.form.id }],
  })
}

async function resultsMessage(
  parts: SurveyParts,
  stores: Stores,
  pinned: PinnedForm,
  locale: Locale,
): Promise<Message> {
  const text = words(locale)
  const { invited, submitted, declined } = await stores.forms.invitations(pinned.form.id)
  const all = await stores.forms.submissions(pinned.form.id)
  const { form, submissions } = await newestSeries(parts, stores, pinned, all)
  const names = await namesOf(stores, submissions)
  const rate = invited === 0 ? 0 : Math.round((submitted / invited) * 100)
  const head = text.rate(submitted, invited, rate) + (declined > 0 ? text.declinedCount(declined) : '')
  const others = all.length - submissions.length
  return {
    title: text.resultsTitle(form.title[locale]),
    text: [head, ...(all.length === 0 ? [text.noAnswers] : []), ...(others > 0 ? [text.otherShape(others)] : [])].join(
      '\n',
    ),
    sections: all.length === 0 ? [] : tally(form, submissions).map((result) => section(result, names, locale)),
  }
}

/** Answers are counted together only where the questions were the same: those on today's form, else on the newest used. */
async function newestSeries(parts: SurveyParts, stores: Stores, pinned: PinnedForm, all: readonly FormSubmission[]) {
  const today = all.filter((one) => one.shape === pinned.shape)
  const last = all.at(-1)
  if (today.length > 0 || !last) return { form: pinned.form, submissions: today }
  const form = (await parts.pinned.read(stores.forms, last.content)) ?? pinned.form
  return { form, submissions: all.filter((one) => one.shape === last.shape) }
}

async function namesOf(stores: Stores, submissions: readonly FormSubmission[]): Promise<Map<string, string>> {
  const people = await stores.people.many(submissions.map((one) => one.person))
  return new Map(people.map((person) => [person.id, person.name]))
}

function section(result: QuestionResult, names: ReadonlyMap<string, string>, locale: Locale): Section {
  const text = words(locale)
  const question = result.question.text[locale]
  switch (result.kind) {
    case 'counts':
      return {
        text: `${question}\n${text.answeredBy(result.answered)}`,
        bars: result.counts.map(({ option, count, share }) => ({
          label: result.question.options.find((one) => one.id === option)?.label[locale] ?? option,
          count,
          share,
        })),
      }
    case 'average':
      return { text: `${question}\n${text.average(result.average.toFixed(1), result.answered)}` }
    case 'texts': {
      const lines = result.texts.slice(0, TEXTS_SHOWN).map(({ by, text }) => `· ${names.get(by) ?? by}：${text}`)
      const more = result.texts.length - lines.length
      const none = lines.length === 0 ? [text.noTexts] : []
      return { text: [question, ...lines, ...none, ...(more > 0 ? [text.more(more)] : [])].join('\n') }
    }
  }
}
