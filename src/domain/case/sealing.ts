import { addDays, type PlainDate } from '../calendar/plain-date.ts'

/** Days by which the day of sealing is shifted at random, so that it does not tell the day of closing. */
export const SEAL_SPREAD_DAYS = 8

/** The day on which a closed case is sealed. @param shift 0 to 7, random */
export function sealDay(closedOn: PlainDate, keepDays: number, shift: number): PlainDate {
  return addDays(closedOn, keepDays + shift)
}

/** The end of cases: when they are sealed, and what of the keys is then destroyed. An appeal ends with its case, on its day. */
export interface SealingStore {
  /** Closed cases that have no day yet. */
  unplanned(limit: number): Promise<string[]>
  /** The day is forgotten by itself when the case is opened again. */
  plan(id: string, day: PlainDate): Promise<void>
  /** Closed cases whose day has come. */
  due(today: PlainDate, limit: number): Promise<string[]>
  isDue(id: string, today: PlainDate): Promise<boolean>
  nextDay(): Promise<PlainDate | null>
  /** Every case there is, with its key. */
  keys(): Promise<{ id: string; key: string }[]>
  /** Deletes a case and its appeal with everything that belongs to it, and notes what of the keys is to be destroyed. */
  forget(id: string): Promise<void>
  /** What was locked with keys that are still to be destroyed. */
  toDestroy(limit: number): Promise<string[]>
  destroyed(locked: string): Promise<void>
}
