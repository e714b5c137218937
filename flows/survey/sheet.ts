import type { Outcome, Say, SheetData, SheetValues, Turn } from '#core'
import { sayToThem } from '#core'
import { type Answers, dateAt, type Form, pruned, type Round, readSheet, shapeOf, sheetFields } from '#domain'
import type { Stores, SurveyParts } from './parts.ts'
import { closedSummary } from './prompt.ts'
import { FRESH, type RunState, readState } from './run-state.ts'
import { words } from './words.ts'

/** The whole form at once: a private form in the platform, or its page. What was answered in the chat stands in it. */
export async function openSheet(
  parts: SurveyParts,
  turn: Turn<Stores>,
  roundId: string,
  opened: SheetData | null,
  values: SheetValues | null,
): Promise<Outcome> {
  const { locale } = turn.member
  const found = await openInvitation(parts, turn, roundId)
  if ('notices' in found) return found
  const { form, round } = found
  const run = await turn.stores.conversations.bySubject(turn.member.id, 'survey', roundId)
  const answers =
    values === null ? (run ? readState(run).walk.answers : {}) : readSheet(form, values, locale, today(turn)).answers
  // What stands on the page by now is kept with the run, so that going on in the chat loses nothing.
  if (values !== null && run) {
    const state = readState(run)
    const next: RunState = { ...state, walk: { ...state.walk, answers: { ...state.walk.answers, ...answers } } }
    await turn.stores.conversations.save({ ...run, state: JSON.stringify(next) }, run.revision)
  }
  const fields = sheetFields(form, locale, answers).map((field) => {
    const entered = values?.[field.name]
    return entered === undefined ? field : { ...field, value: entered }
  })
  return {
    sheet: {
      title: form.title[locale],
      submit: words(locale).submit,
      steps: [{ fields }],
      state: turn.sheets.seal({
        flow: 'survey',
        form: 'fill',
        id: opened?.id ?? turn.random.id(),
        args: { round: round.id },
      }),
    },
  }
}

/** Hands in what was filled in at once; the run in the chat, where there is one, is over with it. */
export async function submitSheet(
  parts: SurveyParts,
  turn: Turn<Stores>,
  data: SheetData,
  values: SheetValues,
): Promise<Outcome> {
  const { locale } = turn.member
  const text = words(locale)
  const found = await openInvitation(parts, turn, data.args.round ?? '')
  if ('notices' in found) return found
  const { form, round } = found
  const { answers, errors } = readSheet(form, values, locale, today(turn))
  if (Object.keys(errors).length > 0) return { errors }
  const taken = await turn.stores.forms.submit({
    id: turn.random.id(),
    round: round.id,
    form: form.id,
    content: round.content,
    shape: parts.digest(JSON.stringify(shapeOf(form))),
    person: turn.member.id,
    answers: pruned(form, { answers, skipped: [] }),
    submittedAt: turn.now,
  })
  const closing = await endRun(turn, form, round, answers)
  const thanks = taken ? (form.thanks?.[locale] ?? text.submitted) : text.already
  return { say: [...closing, sayToThem(turn, { text: thanks })] }
}

async function endRun(turn: Turn<Stores>, form: Form, round: Round, answers: Answers): Promise<Say[]> {
  const run = await turn.stores.conversations.bySubject(turn.member.id, 'survey', round.id)
  if (!run) return []
  await turn.stores.conversations.end(run.id, run.revision)
  const { prompt } = readState(run)
  if (prompt === null || !turn.capabilities.update) return []
  const state: RunState = { ...FRESH, walk: { answers, skipped: [] } }
  return [{ ...sayToThem(turn, closedSummary(form, state, turn.member.locale)), replaces: prompt }]
}

/** The round with its form, if this person may still answer; else the sentence that says why not. */
async function openInvitation(
  parts: SurveyParts,
  turn: Turn<Stores>,
  id: string,
): Promise<{ round: Round; form: Form } | (Outcome & { notices: unknown })> {
  const text = words(turn.member.locale)
  const round = await turn.stores.forms.round(id)
  const invitation = round && (await turn.stores.forms.invitation(id, turn.member.id))
  const form = round && (await parts.pinned.read(turn.stores.forms, round.content))
  if (!round || !invitation || !form) return { notices: [{ text: text.over }] }
  if (invitation.state === 'submitted') return { notices: [{ text: text.already }] }
  return { round, form }
}

function today(turn: Turn<Stores>): string {
  return dateAt(turn.now, turn.member.timeZone)
}
