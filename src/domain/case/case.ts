import type { PlainDate } from '../calendar/plain-date.ts'
import type { CaseState, Publication } from './life.ts'

/** Two indexes into the word list; shown as two words in the reader's language. */
export type Tag = readonly [number, number]

/** How a case ended. */
export const CASE_OUTCOMES = ['done', 'partly', 'declined', 'unconfirmed'] as const
export type CaseOutcome = (typeof CASE_OUTCOMES)[number]

/**
 * A case without its author: there is no field that could hold one. Days only, no times. Texts are sealed with the
 * case's own key.
 */
export interface CaseFile {
  /** Random. */
  readonly id: string
  readonly tag: Tag
  readonly topic: string
  readonly state: CaseState
  /** The case's key, wrapped by the vault. */
  readonly key: string
  readonly receivedOn: PlainDate
  /** Since when an answer is owed; null while none is. */
  readonly owedOn: PlainDate | null
  readonly answerBy: PlainDate
  /** By when somebody should have it in hand; null once somebody has, and where that is not promised. */
  readonly acknowledgeBy: PlainDate | null
  /** The day on which somebody is reminded or told that a deadline was missed; null when nobody need be. */
  readonly alarmOn: PlainDate | null
  /** Whom it is about, as the author and the topic's rule named them: JSON, sealed as texts are. */
  readonly about: string
  /** The handler who has it in hand, and who stands in for them. */
  readonly handlerId: string | null
  readonly deputyId: string | null
  /** The department the coordinator has passed it to. */
  readonly department: string | null
  /** How many entries there were when it was passed there: what the desk wrote before is not for the department. */
  readonly passedAfter: number | null
  /** When the author had the first answer. */
  readonly answeredOn: PlainDate | null
  readonly closedOn: PlainDate | null
  readonly outcome: CaseOutcome | null
  /** What the author gave the answers, 1 to 5. */
  readonly rating: number | null
  /** The author's further messages are kept, but nobody is told of them. */
  readonly muted: boolean
  readonly publication: Publication | null
  /** The case it appeals, and who had answered and decided there. */
  readonly appealOf: string | null
  readonly deciders: readonly string[]
  /** Raised by every change. */
  readonly revision: number
}

/** What of a case nobody has touched yet. */
export const UNTOUCHED = {
  state: 'received',
  handlerId: null,
  deputyId: null,
  department: null,
  passedAfter: null,
  answeredOn: null,
  closedOn: null,
  outcome: null,
  rating: null,
  muted: false,
  publication: null,
  appealOf: null,
  deciders: [],
  revision: 1,
} as const satisfies Partial<CaseFile>

export interface CaseEntry {
  readonly side: 'author' | 'handler'
  /** A question asks the author for more; a closing says why; a note is for handlers alone; a proposal is to be published; a reward is a `RewardNote`. */
  readonly kind: 'text' | 'question' | 'closing' | 'note' | 'proposal' | 'reward'
  /** Sealed text. */
  readonly body: string
  /** The same in the coordinator's words, sealed; null where nobody has restated it. */
  readonly restated: string | null
  /** Whether the coordinator has passed it on; where no coordinator stands between, it does not matter. */
  readonly passed: boolean
  /** The handler who wrote it; null for the author, always. */
  readonly by: string | null
  readonly on: PlainDate
  /** How many pictures go with it. */
  readonly pictures: number
}

/** An entry with its pictures, each sealed with the case's key; nobody has restated it or passed it on. */
export interface NewCaseEntry extends Omit<CaseEntry, 'pictures' | 'restated' | 'passed'> {
  readonly pictures?: readonly string[]
}

/** A picture of an entry, sealed. */
interface CasePicture {
  /** The entry it goes with, counted from 1. */
  readonly entry: number
  readonly body: string
}

export interface CaseStore {
  /**
   * Adds a case with its first entry, the key under which its receipt finds it and, if asked for, a sealed return address with
   * two words of the receipt, sealed as well.
   */
  add(file: CaseFile, first: NewCaseEntry, lookup: string, address: string | null, words?: string | null): Promise<void>
  /** Adds the appeal of a case: the receipt and the return address stay with the case. */
  addAppeal(file: CaseFile, first: NewCaseEntry): Promise<void>
  get(id: string): Promise<CaseFile | null>
  /** The newest appeal against it. */
  appealOf(id: string): Promise<CaseFile | null>
  byLookup(lookup: string): Promise<CaseFile | null>
  byTag(tag: Tag): Promise<CaseFile | null>
  entries(id: string): Promise<CaseEntry[]>
  addEntry(id: string, entry: NewCaseEntry): Promise<void>
  /** The pictures of a case, in order. */
  pictures(id: string): Promise<CasePicture[]>
  /** The coordinator passes on what the author wrote, restated or as it stands; `n` counts from 1. */
  passEntry(id: string, n: number, restated: string | null): Promise<void>
  /** Writes a change if the revision is still the one given. @throws ConflictError */
  save(file: CaseFile, seen: number): Promise<void>
  /** The sealed return address; null when none was left or it was destroyed. */
  address(id: string): Promise<string | null>
  /** The two words, sealed, that a nudge to this address asks for. */
  addressWords(id: string): Promise<string | null>
  /** Cases that are closed, with nothing left to send to their address, for an appeal neither; of all, or whether this one is. */
  addressesToDestroy(limit: number, only?: string): Promise<string[]>
  destroyAddress(id: string): Promise<void>
  /** What somebody still has to do with; the soonest deadline first. */
  open(): Promise<CaseFile[]>
  /** Cases received from one day on and before another. */
  receivedBetween(from: PlainDate, before: PlainDate): Promise<CaseFile[]>
  /** Ids of cases whose alarm day has come, of these topics or of all. */
  dueAlarms(today: PlainDate, limit: number, topics?: readonly string[]): Promise<string[]>
  nextAlarm(topics?: readonly string[]): Promise<PlainDate | null>
  /** True the first time a form with this mark is taken. Marks are erased after a day. */
  takeForm(mark: string, today: PlainDate): Promise<boolean>
  isFormTaken(mark: string): Promise<boolean>
  pruneForms(before: PlainDate): Promise<number>
}
