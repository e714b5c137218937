import type { PlainDate } from '../calendar/plain-date.ts'
import type { WorkingCalendar } from '../calendar/working-calendar.ts'

/** Two indexes into the word list; shown as two words in the reader's language. */
export type Tag = readonly [number, number]

export type CaseState = 'received' | 'taken' | 'waiting' | 'answered' | 'closed'

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
  readonly answerBy: PlainDate
  /** The day on which somebody is reminded or told that the deadline was missed; null when nobody need be. */
  readonly alarmOn: PlainDate | null
  /** Ids of the people it is about, as the author named them: a list in JSON, sealed as texts are. */
  readonly about: string
  /** The handler who took it. */
  readonly handlerId: string | null
  /** Raised by every change. */
  readonly revision: number
}

export interface CaseEntry {
  readonly side: 'author' | 'handler'
  /** A question asks the author for more; a closing says why. */
  readonly kind: 'text' | 'question' | 'closing'
  /** Sealed text. */
  readonly body: string
  /** The handler who wrote it; null for the author, always. */
  readonly by: string | null
  readonly on: PlainDate
  /** How many pictures go with it. */
  readonly pictures: number
}

/** An entry with its pictures, each sealed with the case's key. */
export interface NewCaseEntry extends Omit<CaseEntry, 'pictures'> {
  readonly pictures?: readonly string[]
}

/** A picture of an entry, sealed. */
interface CasePicture {
  /** The entry it goes with, counted from 1. */
  readonly entry: number
  readonly body: string
}

export interface CaseStore {
  /** Adds a case with its first entry, the key under which its receipt finds it and, if asked for, a sealed return address. */
  add(file: CaseFile, first: NewCaseEntry, lookup: string, address: string | null): Promise<void>
  get(id: string): Promise<CaseFile | null>
  byLookup(lookup: string): Promise<CaseFile | null>
  byTag(tag: Tag): Promise<CaseFile | null>
  entries(id: string): Promise<CaseEntry[]>
  addEntry(id: string, entry: NewCaseEntry): Promise<void>
  /** The pictures of a case, in order. */
  pictures(id: string): Promise<CasePicture[]>
  /** Writes a change if the revision is still the one given. @throws ConflictError */
  save(file: CaseFile, seen: number): Promise<void>
  /** The sealed return address; null when none was left or it was destroyed. */
  address(id: string): Promise<string | null>
  /** Cases that are closed, with nothing left to send to their address. */
  addressesToDestroy(limit: number): Promise<string[]>
  destroyAddress(id: string): Promise<void>
  open(): Promise<CaseFile[]>
  /** Cases received from one day on and before another. */
  receivedBetween(from: PlainDate, before: PlainDate): Promise<CaseFile[]>
  /** Ids of cases whose alarm day has come. */
  dueAlarms(today: PlainDate, limit: number): Promise<string[]>
  nextAlarm(): Promise<PlainDate | null>
  /** True the first time a form with this mark is taken. Marks are erased after a day. */
  takeForm(mark: string, today: PlainDate): Promise<boolean>
  isFormTaken(mark: string): Promise<boolean>
  pruneForms(before: PlainDate): Promise<number>
}

/** Working days before the deadline at which the handlers are reminded. */
const REMIND_BEFORE = 2

/** The days on which a case without an answer raises its voice: before the deadline, and the day after it. */
export function alarmDays(
  answerBy: PlainDate,
  calendar: WorkingCalendar,
): { remindOn: PlainDate; missedOn: PlainDate } {
  return {
    remindOn: calendar.addWorkingDays(answerBy, -REMIND_BEFORE),
    missedOn: calendar.addWorkingDays(answerBy, 1),
  }
}

/** The day by which an answer is promised: the n-th working day after the day of receipt. */
export function answerBy(receivedOn: PlainDate, workingDays: number, calendar: WorkingCalendar): PlainDate {
  return calendar.addWorkingDays(receivedOn, workingDays)
}
