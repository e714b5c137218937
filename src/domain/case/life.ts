/**
 * Where a case is in its life. `received`: nobody has it in hand. `acknowledged`: a handler has. `coordinator`,
 * `department`: with whom it is, where a coordinator stands between. `waiting`: for the author. `appealed`: another decider
 * has it, as a case of its own. `sealed`: its keys are destroyed.
 */
export const CASE_STATES = [
  'received',
  'acknowledged',
  'coordinator',
  'department',
  'waiting',
  'answered',
  'appealed',
  'closed',
  'sealed',
] as const
export type CaseState = (typeof CASE_STATES)[number]

/** Who does something with a case. `handler`: the people it was passed to, or the topic's own where nobody stands between. */
export const CASE_PARTIES = ['author', 'coordinator', 'handler', 'clock'] as const
export type CaseParty = (typeof CASE_PARTIES)[number]

/** What the desk can do with a case, in the order in which it usually comes; opening again is the author's, too. */
const DESK_STEPS = [
  'take',
  'pass',
  'answer',
  'ask',
  'close',
  'hand-back',
  'assign',
  'note',
  'propose',
  'mute',
  'unmute',
  'reopen',
] as const
export type DeskStep = (typeof DESK_STEPS)[number]

/** All that can happen to a case. */
export const CASE_STEPS = [...DESK_STEPS, 'reply', 'rate', 'agree', 'decline', 'appeal', 'seal'] as const
export type CaseStep = (typeof CASE_STEPS)[number]

/** What became of a text that handlers want to publish: the author is asked first. */
export type Publication = 'asked' | 'agreed' | 'declined'

/** As much of a case as decides who may do what. */
export interface CaseLife {
  readonly state: CaseState
  /** Whether a coordinator stands between the author and a department. */
  readonly coordinated: boolean
  /** Whether a department has been given it. */
  readonly passed: boolean
  /** Whether somebody has it in hand by name. */
  readonly held: boolean
  readonly muted: boolean
  /** Whether it appeals another one. */
  readonly isAppeal: boolean
  /** Whether the author has had an answer. */
  readonly answered: boolean
  readonly publication: Publication | null
}

export function newLife(coordinated: boolean, isAppeal: boolean): CaseLife {
  return {
    state: 'received',
    coordinated,
    passed: false,
    held: false,
    muted: false,
    isAppeal,
    answered: false,
    publication: null,
  }
}

/** In these, somebody works on it, or the author has the next word. */
const LIVE: readonly CaseState[] = ['received', 'acknowledged', 'coordinator', 'department', 'waiting', 'answered']

export function isLive(state: CaseState): boolean {
  return LIVE.includes(state)
}

type Rule = (life: CaseLife) => CaseLife | null

/** Only while it lives. */
const live =
  (change: (life: CaseLife) => Partial<CaseLife> | null): Rule =>
  (life) => {
    const changed = LIVE.includes(life.state) ? change(life) : null
    return changed && { ...life, ...changed }
  }

/** While it lives and after it was closed, too. */
const unsealed =
  (change: (life: CaseLife) => Partial<CaseLife> | null): Rule =>
  (life) => {
    const changed = LIVE.includes(life.state) || life.state === 'closed' ? change(life) : null
    return changed && { ...life, ...changed }
  }

const reopened: Rule = (life) => (life.state === 'closed' ? { ...life, state: atDesk(life) } : null)

/** What the desk can do, whichever side of it. */
const DESK: Partial<Record<CaseStep, Rule>> = {
  take: live((life) => {
    if (life.held) return null
    if (life.state !== 'received') return { held: true }
    return { held: true, state: life.coordinated ? 'coordinator' : 'acknowledged' }
  }),
  answer: live(() => ({ state: 'answered', answered: true, held: true })),
  ask: live(() => ({ state: 'waiting', held: true })),
  close: live(() => ({ state: 'closed', answered: true, held: true })),
  assign: live((life) => ({
    held: true,
    state: life.state === 'received' ? (life.coordinated ? 'coordinator' : 'acknowledged') : life.state,
  })),
  note: unsealed(() => ({})),
  propose: unsealed(({ answered, publication }) =>
    answered && publication !== 'asked' && publication !== 'agreed' ? { publication: 'asked' } : null,
  ),
  reopen: reopened,
}

const MUTING: Partial<Record<CaseStep, Rule>> = {
  mute: unsealed(({ muted }) => (muted ? null : { muted: true })),
  unmute: unsealed(({ muted }) => (muted ? { muted: false } : null)),
}

const COORDINATOR: Partial<Record<CaseStep, Rule>> = {
  ...DESK,
  ...MUTING,
  pass: live(({ state }) => (state === 'waiting' ? null : { state: 'department', passed: true, held: false })),
}

const DEPARTMENT: Partial<Record<CaseStep, Rule>> = {
  ...DESK,
  'hand-back': live(({ state }) => (state === 'department' ? { state: 'coordinator', held: false } : null)),
}

const AUTHOR: Partial<Record<CaseStep, Rule>> = {
  // Muting silences nobody: what comes is kept, it only moves nothing.
  reply: live((life) => (life.muted ? {} : { state: atDesk(life) })),
  rate: unsealed(({ answered }) => (answered ? {} : null)),
  agree: unsealed(({ publication }) => (publication === 'asked' ? { publication: 'agreed' } : null)),
  decline: unsealed(({ publication }) => (publication === 'asked' ? { publication: 'declined' } : null)),
  appeal: unsealed(({ state, isAppeal }) =>
    !isAppeal && (state === 'answered' || state === 'closed') ? { state: 'appealed' } : null,
  ),
  reopen: (life) => (life.muted ? null : reopened(life)),
}

/** Where it is when somebody has to look at it again. */
function atDesk({ state, coordinated, held }: CaseLife): CaseState {
  if (state === 'received') return 'received'
  // A department goes on with what it has; the coordinator passes on what came after.
  if (coordinated) return state === 'department' ? 'department' : 'coordinator'
  return held ? 'acknowledged' : 'received'
}

/** How a step changes a case; null where that party may not take it there. */
export function step(life: CaseLife, party: CaseParty, what: CaseStep): CaseLife | null {
  return rulesOf(life, party)[what]?.(life) ?? null
}

/** What a party may do with a case now, the usual next step first. */
export function stepsOf(life: CaseLife, party: CaseParty): CaseStep[] {
  return CASE_STEPS.filter((what) => step(life, party, what) !== null)
}

/** What the desk may do with a case now, the usual next step first. */
export function deskSteps(life: CaseLife, party: CaseParty): DeskStep[] {
  return DESK_STEPS.filter((what) => step(life, party, what) !== null)
}

function rulesOf(life: CaseLife, party: CaseParty): Partial<Record<CaseStep, Rule>> {
  switch (party) {
    case 'author':
      return AUTHOR
    case 'coordinator':
      return life.coordinated ? COORDINATOR : {}
    case 'handler':
      if (!life.coordinated) return { ...DESK, ...MUTING }
      // What was not passed on is not there for a department; nor is what came back to the coordinator.
      return life.passed && life.state !== 'coordinator' && life.state !== 'received' ? DEPARTMENT : {}
    case 'clock':
      return {
        seal: ({ state }) => (state === 'closed' ? { ...life, state: 'sealed' } : null),
        // With the decision about its appeal the case itself is closed, and opened again with it.
        close: ({ state }) => (state === 'appealed' ? { ...life, state: 'closed' } : null),
        // So does an appeal that waited for a window, though the case has moved on since it was answered.
        appeal: unsealed(({ state, isAppeal, answered }) =>
          !isAppeal && (answered || state === 'closed') ? { state: 'appealed' } : null,
        ),
      }
  }
}
