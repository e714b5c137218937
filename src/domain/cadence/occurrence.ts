import type { PlainDate } from '../calendar/plain-date.ts'
import type { Answers } from '../form/form.ts'

/** What comes next for an open occurrence. */
type OccurrenceStep = 'remind' | 'escalate' | 'close'

/** How an occurrence ended. Every one ends in exactly one of these, with a reason. */
export type OccurrenceEnd = 'done' | 'declined' | 'missed' | 'void'

/** One time that somebody must be contacted. */
export interface Occurrence {
  /** Random: what a queue may carry. The key names the subject. */
  readonly id: string
  /** Subject + cadence + nominal date: unique. */
  readonly key: string
  /** `<cadence>` or `<cadence>/<series>`. */
  readonly cadence: string
  readonly subject: string
  /** Anchor + period, before any shift for weekends and holidays. */
  readonly nominalOn: PlainDate
  /** The date the period was counted from. */
  readonly anchorOn: PlainDate
  /** The last working day on which the contact is in time; moved by the owner. */
  readonly deadlineOn: PlainDate
  /** True while the working calendar of a year it touches is not published. */
  readonly provisional: boolean
  readonly ownerId: string | null
  readonly state: 'open' | OccurrenceEnd
  readonly step: OccurrenceStep
  /** When the step is due; null when closed. */
  readonly nextAt: number | null
  /** Whom the step goes to; empty while nobody can be found for it. */
  readonly nextFor: string
  readonly remindedAt: number | null
  readonly snoozes: number
  readonly reason: string | null
  readonly closedAt: number | null
  readonly closedBy: string | null
  /** Whether the record came after the deadline. */
  readonly late: boolean
}

/** What was noted of a contact. */
export interface ContactRecord {
  readonly id: string
  readonly occurrence: string
  readonly cadence: string
  readonly subject: string
  readonly contactedOn: PlainDate
  readonly recordedBy: string
  readonly recordedAt: number
  /** Hash of the form's content. */
  readonly content: string
  readonly answers: Answers
}

export interface OccurrenceStore {
  get(key: string): Promise<Occurrence | null>
  byId(id: string): Promise<Occurrence | null>
  /** Adds those whose key is new or was void; answers how many. */
  add(occurrences: readonly Occurrence[]): Promise<number>
  /** Writes a changed occurrence if it is still open. False when somebody closed it first. */
  change(occurrence: Occurrence): Promise<boolean>
  of(cadence: string, subject: string): Promise<Occurrence[]>
  /** Nobody else changes them before this transaction ends. */
  openOf(owner: string): Promise<Occurrence[]>
  /** Ids of due ones, one for each person something is due for, a bounded page. */
  dueIds(now: number, limit: number): Promise<string[]>
  /** Ids of what will be due after `from` and up to `until`, soonest first. */
  ahead(from: number, until: number, limit: number): Promise<{ key: string; at: number }[]>
  /** What is due for one person; nobody else changes it before this transaction ends. */
  due(person: string, now: number): Promise<Occurrence[]>
  nextDue(): Promise<number | null>
  addRecord(record: ContactRecord): Promise<void>
  records(subject: string): Promise<ContactRecord[]>
  /** The newest contact of a series with a subject. */
  lastRecord(cadence: string, subject: string): Promise<ContactRecord | null>
  all(): Promise<Occurrence[]>
}

export function occurrenceKey(subject: string, cadence: string, nominalOn: PlainDate): string {
  return `${subject}@${cadence}@${nominalOn}`
}
