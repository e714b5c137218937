import { type Conversation, type Message, type Outcome, type Say, sayHere, sayToThem, type Turn } from '#core'
import { dateAt, type Form, morningOf, showDate } from '#domain'
import type { Stores, SurveyParts } from './parts.ts'
import { promptMessage } from './prompt.ts'
import { FRESH, type RunState, readState } from './run-state.ts'
import { words } from './words.ts'

/** One person's run of one form, inside one turn. */
export interface Run {
  readonly conversation: Conversation
  readonly form: Form
  readonly state: RunState
}

/** The run with the content it is pinned to. */
export async function loadRun(parts: SurveyParts, stores: Stores, conversation: Conversation): Promise<Run> {
  const form = await parts.pinned.read(stores.forms, conversation.content)
  if (form === null) throw new Error('the content a conversation is pinned to is gone')
  return { conversation, form, state: readState(conversation) }
}

/** Opens a run of a round, or the one that is open already; another run that is active makes room. */
export async function openRun(
  parts: SurveyParts,
  turn: Turn<Stores>,
  round: { id: string; content: string },
): Promise<Run> {
  const { conversations } = turn.stores
  const before = await conversations.bySubject(turn.member.id, 'survey', round.id)
  if (before) return loadRun(parts, turn.stores, before)
  await parkActive(turn)
  const conversation: Conversation = {
    id: turn.random.id(),
    person: turn.member.id,
    flow: 'survey',
    subject: round.id,
    content: round.content,
    state: JSON.stringify(FRESH),
    revision: 1,
    status: 'active',
    nudgeAt: null,
  }
  await conversations.open(conversation)
  return loadRun(parts, turn.stores, conversation)
}

async function parkActive(turn: Turn<Stores>): Promise<void> {
  const active = await turn.stores.conversations.active(turn.member.id)
  if (active) await turn.stores.conversations.save({ ...active, status: 'parked' }, active.revision)
}

interface ShowOptions {
  /** What is said before the prompt. */
  readonly before?: readonly Say[]
  /** Whether the prompt changes in its place instead of coming anew. */
  readonly inPlace?: boolean
}

/** Saves where the run stands now and shows it. */
export async function show(
  turn: Turn<Stores>,
  run: Run,
  state: RunState,
  { before = [], inPlace = false }: ShowOptions = {},
): Promise<Outcome> {
  const replaced = inPlace && turn.capabilities.update ? state.prompt : null
  const prompt = replaced ?? turn.random.id()
  const seen = run.conversation.revision
  const { locale } = turn.member
  if (run.conversation.status === 'parked') await makeRoom(turn, run)
  const next: RunState = { ...state, prompt }
  await turn.stores.conversations.save(
    { ...run.conversation, status: 'active', nudgeAt: null, state: JSON.stringify(next) },
    seen,
  )
  const where = { run: run.conversation.id, revision: seen + 1, locale, capabilities: turn.capabilities }
  const message = promptMessage(run.form, next, where)
  const shown: Say =
    replaced === null ? sayToThem(turn, message, prompt) : { ...sayToThem(turn, message), replaces: replaced }
  return { say: [...before, shown] }
}

async function makeRoom(turn: Turn<Stores>, run: Run): Promise<void> {
  const active = await turn.stores.conversations.active(turn.member.id)
  if (active && active.id !== run.conversation.id) await parkActive(turn)
}

/** Puts the run aside until it is continued; `nudge` asks once, on the next working morning. */
export async function park(turn: Turn<Stores>, run: Run, parts: SurveyParts, nudge: boolean): Promise<number | null> {
  const nudgeAt = nudge ? nextMorning(turn, parts) : null
  await turn.stores.conversations.save({ ...run.conversation, status: 'parked', nudgeAt }, run.conversation.revision)
  return nudgeAt
}

/** The next working day's morning of the person. */
function nextMorning(turn: Turn<Stores>, parts: SurveyParts): number {
  const { calendar, quiet } = parts.programs().company
  const { id, timeZone } = turn.member
  const day = calendar.addWorkingDays(dateAt(turn.now, timeZone), 1)
  return morningOf(day, id, timeZone, quiet)
}

export function sayText(turn: Turn<Stores>, text: string): Say {
  return sayToThem(turn, { text })
}

/** The answer to a button that belongs to a question answered before. */
export function stale(turn: Turn<Stores>): Outcome {
  return { notices: [{ text: words(turn.member.locale).stale }] }
}

/** Answers where it was asked. */
export function answerHere(turn: Turn<Stores>, message: Message): Outcome {
  return { say: [sayHere(turn, message)] }
}

/** A morning, as it is said. */
export function whenText(at: number | null, turn: Turn<Stores>): string {
  if (at === null) return ''
  const date = showDate(dateAt(at, turn.member.timeZone), turn.member.locale)
  return turn.member.locale === 'zh-CN' ? `${date} 上午` : `on the morning of ${date}`
}
