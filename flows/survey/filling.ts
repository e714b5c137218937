import {
  type Control,
  type Conversation,
  type Message,
  normalise,
  type Outcome,
  type Say,
  sayToThem,
  shorten,
  type Turn,
} from '#core'
import {
  answer,
  back,
  checkMany,
  current,
  dateAt,
  explainFault,
  goTo,
  type ParsedAnswer,
  parseAnswer,
  progress,
  type Question,
  skip,
  visible,
} from '#domain'
import type { Stores, SurveyParts } from './parts.ts'
import { answeredMessage } from './prompt.ts'
import { loadRun, park, type Run, sayText, show, stale, whenText } from './run.ts'
import { FRESH, type RunState, readTap, type Tap, tapValue } from './run-state.ts'
import { submit } from './submit.ts'
import { words } from './words.ts'

/** What was typed while a run is open. */
export async function typed(
  parts: SurveyParts,
  turn: Turn<Stores>,
  conversation: Conversation,
  text: string,
  command: string | null,
): Promise<Outcome> {
  const run = await loadRun(parts, turn.stores, conversation)
  const question = current(run.form, run.state.walk)
  if (!question) return typedAtSummary(parts, turn, run, text)
  if (question.kind === 'text' && command !== null) return askUnsure(turn, run, question, text)
  const parsed = parseAnswer(question, text, dateAt(turn.now, turn.member.timeZone))
  if (!('fault' in parsed)) return give(turn, run, question, parsed)
  if (command !== null) return { unhandled: true }
  const misses = run.state.misses + 1
  return show(
    turn,
    run,
    { ...run.state, misses },
    {
      before: [sayText(turn, explainFault(parsed, turn.member.locale))],
    },
  )
}

async function typedAtSummary(parts: SurveyParts, turn: Turn<Stores>, run: Run, text: string): Promise<Outcome> {
  const { locale } = turn.member
  const wording = words(locale)
  const said = normalise(text)
  if (wording.submitWords.includes(said)) return submit(parts, turn, run)
  const change = wording.changeWords.find((word) => said.startsWith(word))
  const number = change === undefined ? Number.NaN : Number(said.slice(change.length))
  const question = visible(run.form, run.state.walk.answers).filter((one) => one.kind !== 'statement')[number - 1]
  if (!question) return { unhandled: true }
  return show(turn, run, { ...run.state, walk: goTo(run.form, run.state.walk, question.id) })
}

/**
 * A control word, typed or tapped. Typed where a text is asked for, it might be the answer: it is obeyed, and one tap
 * makes it the answer after all.
 */
export async function controlled(
  parts: SurveyParts,
  turn: Turn<Stores>,
  conversation: Conversation,
  control: Control,
  text: string | null,
): Promise<Outcome> {
  const run = await loadRun(parts, turn.stores, conversation)
  const question = current(run.form, run.state.walk)
  const outcome = await obey(parts, turn, run, question, control)
  if (text === null || question?.kind !== 'text' || outcome.unhandled) return outcome
  return { ...outcome, notices: [literalOffer(turn, run, question, text)] }
}

function literalOffer(turn: Turn<Stores>, run: Run, question: Question, typedText: string): Message {
  const text = words(turn.member.locale)
  const shown = shorten(typedText.trim(), 30)
  const value = tapValue({ run: run.conversation.id, question: question.id, revision: 0, choice: shown })
  return { text: text.obeyed(shown), actions: [{ id: 'survey.literal', label: text.asAnswer, value }] }
}

async function obey(
  parts: SurveyParts,
  turn: Turn<Stores>,
  run: Run,
  question: Question | null,
  control: Control,
): Promise<Outcome> {
  const { locale } = turn.member
  const text = words(locale)
  const { form, state } = run
  switch (control) {
    case 'back':
      return show(turn, run, { ...rest(state), walk: back(form, state.walk) })
    case 'skip':
      if (!question) return show(turn, run, state)
      if (question.required) return show(turn, run, state, { before: [sayText(turn, text.cannotSkip)] })
      return moveOn(turn, run, question, { ...rest(state), walk: skip(state.walk, question.id) })
    case 'later': {
      const at = await park(turn, run, parts, true)
      return { say: [sayText(turn, text.parked(whenText(at, turn)))] }
    }
    case 'cancel': {
      await park(turn, run, parts, false)
      const value = run.conversation.id
      const actions = [
        { id: 'survey.continue', label: text.resume, value },
        { id: 'survey.discard', label: text.discard, value, style: 'danger' as const },
      ]
      return { say: [sayToThem(turn, { text: text.stopped, actions })] }
    }
    case 'progress': {
      const { number, of } = progress(form, state.walk)
      return show(turn, run, state, { before: [sayText(turn, text.progress(number, of))] })
    }
    case 'continue':
      return show(turn, run, state)
    case 'help':
      return { unhandled: true }
  }
}

/** A command typed where a text is asked for: only the person knows which is meant. */
async function askUnsure(turn: Turn<Stores>, run: Run, question: Question, typedText: string): Promise<Outcome> {
  const text = words(turn.member.locale)
  const shown = shorten(typedText.trim(), 30)
  const { id, revision } = run.conversation
  const value = tapValue({ run: id, question: question.id, revision, choice: shown })
  const actions = [
    { id: 'survey.literal', label: text.asAnswer, value },
    { id: 'survey.command', label: text.doIt, value },
  ]
  return { say: [sayToThem(turn, { text: text.unsure(shown), actions })] }
}

/** What was taken for a command is the answer to the question it was typed at. */
async function literal(turn: Turn<Stores>, run: Run, tap: Tap): Promise<Outcome> {
  const question = visible(run.form, run.state.walk.answers).find((one) => one.id === tap.question)
  if (question?.kind !== 'text') return stale(turn)
  return moveOn(turn, run, question, { ...rest(run.state), walk: answer(run.state.walk, question.id, tap.choice) })
}

/** A tap on a button of a prompt. */
export async function tapped(parts: SurveyParts, turn: Turn<Stores>, verb: string, value: string): Promise<Outcome> {
  const tap = readTap(value)
  const conversation = await turn.stores.conversations.get(tap.run)
  if (!conversation || conversation.person !== turn.member.id) {
    return { notices: [{ text: words(turn.member.locale).over }] }
  }
  const run = await loadRun(parts, turn.stores, conversation)
  if (verb === 'literal') return literal(turn, run, tap)
  if (verb === 'command') return { asCommand: tap.choice }
  if (conversation.revision !== tap.revision && verb !== 'toggle') return stale(turn)
  const question = current(run.form, run.state.walk)
  if ((question?.id ?? '') !== (verb === 'change' ? (question?.id ?? '') : tap.question)) return stale(turn)
  return onTap(parts, turn, verb, run, question, tap)
}

async function onTap(
  parts: SurveyParts,
  turn: Turn<Stores>,
  verb: string,
  run: Run,
  question: Question | null,
  tap: Tap,
): Promise<Outcome> {
  const { state } = run
  if (verb === 'submit' && !question) return submit(parts, turn, run)
  if (verb === 'change') return show(turn, run, { ...state, walk: goTo(run.form, state.walk, tap.question) })
  if (verb === 'control') return obey(parts, turn, run, question, tap.choice as Control)
  if (!question) return stale(turn)
  switch (verb) {
    case 'answer': {
      const option = question.options.find((one) => one.id === tap.choice)
      if (question.kind === 'statement') return give(turn, run, question, { value: '' })
      return option ? give(turn, run, question, { value: option.id }) : stale(turn)
    }
    case 'toggle':
      return toggle(turn, run, tap.choice)
    case 'picked': {
      const parsed = checkMany(question, state.picked)
      if (!('fault' in parsed)) return give(turn, run, question, parsed)
      return show(turn, run, state, {
        before: [sayText(turn, explainFault(parsed, turn.member.locale))],
      })
    }
    default:
      return stale(turn)
  }
}

/** Marks or unmarks one of several options; the prompt changes in its place. Says the end, not “switch”: two quick taps agree. */
async function toggle(turn: Turn<Stores>, run: Run, choice: string): Promise<Outcome> {
  const option = choice.slice(1)
  const others = run.state.picked.filter((one) => one !== option)
  const picked = choice.startsWith('+') ? [...others, option] : others
  return show(turn, run, { ...run.state, picked }, { inPlace: true })
}

/** Takes an answer, closes its prompt, and goes on. */
async function give(
  turn: Turn<Stores>,
  run: Run,
  question: Question,
  parsed: Exclude<ParsedAnswer, { fault: string }>,
): Promise<Outcome> {
  return moveOn(turn, run, question, { ...rest(run.state), walk: answer(run.state.walk, question.id, parsed.value) })
}

async function moveOn(turn: Turn<Stores>, run: Run, question: Question, state: RunState): Promise<Outcome> {
  const closing: Say[] =
    run.state.prompt !== null && turn.capabilities.update && question.kind !== 'statement'
      ? [{ ...sayToThem(turn, answeredMessage(question, state, turn.member.locale)), replaces: run.state.prompt }]
      : []
  return show(turn, run, state, { before: closing })
}

/** What of a state belongs to the question left behind goes. */
function rest(state: RunState): RunState {
  return { ...FRESH, walk: state.walk, prompt: state.prompt }
}
