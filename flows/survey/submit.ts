import { type Outcome, type Say, sayToThem, type Turn } from '#core'
import { pruned, shapeOf } from '#domain'
import type { Stores, SurveyParts } from './parts.ts'
import { closedSummary } from './prompt.ts'
import { type Run, sayText } from './run.ts'
import { words } from './words.ts'

/** Hands in the answers: once per person and round, whatever is tapped twice. */
export async function submit(parts: SurveyParts, turn: Turn<Stores>, run: Run): Promise<Outcome> {
  const { conversation, form, state } = run
  const { locale } = turn.member
  const text = words(locale)
  const taken = await turn.stores.forms.submit({
    id: turn.random.id(),
    round: conversation.subject,
    form: form.id,
    content: conversation.content,
    shape: parts.digest(JSON.stringify(shapeOf(form))),
    person: turn.member.id,
    answers: pruned(form, state.walk),
    submittedAt: turn.now,
  })
  await turn.stores.conversations.end(conversation.id, conversation.revision)
  const thanks = taken ? (form.thanks?.[locale] ?? text.submitted) : text.already
  const closed: Say[] =
    state.prompt !== null && turn.capabilities.update
      ? [{ ...sayToThem(turn, closedSummary(form, state, locale)), replaces: state.prompt }]
      : []
  return { say: [...closed, sayText(turn, thanks)] }
}
