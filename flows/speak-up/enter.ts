import type { FormPictures, Say, Turn } from '#core'
import { afterStep, type CaseEntry, type CaseFile, type CaseOutcome, type CaseParty, type Person } from '#domain'
import { withRoot } from './author-said.ts'
import { enclosedIn } from './enclosed.ts'
import { handlerLine } from './handler-line.ts'
import { sealPictures } from './open-case.ts'
import type { SpeakUpParts, Stores } from './parts.ts'
import { reward } from './rewarding.ts'
import { tellAuthor } from './telling.ts'
import { sayChange } from './ticket.ts'
import { todayOf } from './today.ts'
import { isCoordinated, topicOf } from './topics.ts'
import { windowsFor } from './windows.ts'

/** What a handler may write to the author; each is a step in the life of the case. */
export type Writing = 'answer' | 'ask' | 'close' | 'propose'

const KINDS: Readonly<Record<Writing, CaseEntry['kind']>> = {
  answer: 'text',
  ask: 'question',
  close: 'closing',
  propose: 'proposal',
}

export function isWriting(form: string): form is Writing {
  return form in KINDS
}

/** Something to be said to the author. */
export interface ToAuthor {
  readonly writing: Writing
  readonly text: string
  /** How the case ends, when it is closed. */
  readonly outcome?: CaseOutcome
  /** What it earns, when it is closed; empty: nothing. */
  readonly reward?: string
  readonly pictures?: FormPictures
}

/**
 * The one way by which anything that a handler says reaches the author: writes it into the case, tells the desk, and nudges
 * the author if there is a way to. Where there are windows, the author sees and hears of it at the next one. That it may be
 * done now was checked before.
 */
export async function enter(
  parts: SpeakUpParts,
  { stores }: Turn<Stores>,
  { writing, text, outcome, reward: earned = '', pictures: enclosed }: ToAuthor,
  file: CaseFile,
  person: Person,
  party: CaseParty,
): Promise<Say[]> {
  const after = afterStep(file, isCoordinated(parts, file), party, writing)
  if (!after) return []
  const kind = KINDS[writing]
  const today = todayOf(parts)
  const body = parts.vault.cases.seal(file.key, text)
  const pictures = sealPictures(parts, file.key, enclosedIn(enclosed))
  await stores.cases.addEntry(file.id, { side: 'handler', kind, body, by: person.id, on: today, pictures })
  const rewarded = writing === 'close' && (await reward(parts, stores, file, person, earned))
  const changed = writing === 'propose' ? after : { ...after, ...settled(file, writing, person, today), ...ended() }
  await stores.cases.save(changed, file.revision)
  const closed = writing === 'close' && file.appealOf !== null ? await withRoot(parts, stores, changed, 'close') : []
  const says = [...(await sayChange(parts, stores, changed, handlerLine(kind, person))), ...closed]
  const last = (await stores.cases.entries(file.id)).length
  const written = rewarded ? [last - 1, last] : [last]
  if (windowsFor(parts, topicOf(parts, file)).length > 0) {
    for (const n of written) await stores.waiting.hold(file.id, n)
    return says
  }
  return [...says, ...(await tellAuthor(parts, stores, file, written))]

  function ended() {
    return writing === 'close' ? { closedOn: today, outcome: outcome ?? 'done' } : {}
  }
}

/** The author has the next word: nothing is owed until they take it. */
function settled(file: CaseFile, writing: Writing, person: Person, today: string): Partial<CaseFile> {
  return {
    handlerId: file.handlerId ?? person.id,
    answeredOn: writing === 'ask' ? file.answeredOn : (file.answeredOn ?? today),
    owedOn: null,
    acknowledgeBy: null,
    alarmOn: null,
  }
}
