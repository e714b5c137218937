import { type Field, type Outcome, type SheetData, type SheetValues, sayToThem, type Turn } from '#core'
import { addDays, morningOf, type Occurrence, type PlainDate, parseDate, remindAt, showDate } from '#domain'
import { closeOccurrence, planNext, today } from './closing.ts'
import { type FollowUpParts, planContext, type Stores } from './parts.ts'
import { seriesOf } from './planning.ts'
import { record, recordSheet } from './recording.ts'
import { loadSubject, superiorOf } from './subject.ts'
import { words } from './words.ts'

/** How far ahead a contact may be moved, in days. */
const MOST_MOVE = 92

const SNOOZES = { tomorrow: 1, three: 3, week: 5 } as const

/** A tap on a reminder's button. */
export async function onAction(
  parts: FollowUpParts,
  turn: Turn<Stores>,
  verb: string,
  value: string,
): Promise<Outcome> {
  const [key = '', choice = ''] = value.split('|')
  const occurrence = await open(parts, turn, key)
  if ('notices' in occurrence) return occurrence
  switch (verb) {
    case 'done':
      return recordSheet(parts, turn, occurrence)
    case 'snooze':
      return choice === '' ? askSnooze(turn, occurrence) : snooze(parts, turn, occurrence, choice)
    case 'move':
      return moveSheet(turn, occurrence)
    case 'decline':
      return declineSheet(turn, occurrence)
    default:
      return {}
  }
}

/** One of the private forms behind those buttons. */
export async function onForm(
  parts: FollowUpParts,
  turn: Turn<Stores>,
  sheet: SheetData,
  values: SheetValues,
): Promise<Outcome> {
  const occurrence = await open(parts, turn, sheet.args.key ?? '')
  if ('notices' in occurrence) return occurrence
  switch (sheet.form) {
    case 'record':
      return record(parts, turn, occurrence, sheet, values)
    case 'move':
      return move(parts, turn, occurrence, values)
    default:
      return decline(parts, turn, occurrence, values)
  }
}

/** One of those forms, shown again. */
export async function onSheet(parts: FollowUpParts, turn: Turn<Stores>, data: SheetData): Promise<Outcome> {
  const occurrence = await open(parts, turn, data.args.key ?? '')
  if ('notices' in occurrence) return occurrence
  switch (data.form) {
    case 'record':
      return recordSheet(parts, turn, occurrence, data)
    case 'move':
      return moveSheet(turn, occurrence, data.id)
    default:
      return declineSheet(turn, occurrence, data.id)
  }
}

/** The occurrence if it is open and this person's to act on; else the sentence that says why not. */
async function open(
  parts: FollowUpParts,
  turn: Turn<Stores>,
  key: string,
): Promise<Occurrence | (Outcome & { notices: unknown })> {
  const text = words(turn.member.locale)
  const occurrence = await turn.stores.occurrences.get(key)
  if (!occurrence) return { notices: [{ text: text.gone }] }
  if (!(await mayAct(parts, turn, occurrence))) return { notices: [{ text: text.notYours }] }
  if (occurrence.state === 'open') return occurrence
  const by = occurrence.closedBy === null ? null : await turn.stores.people.get(occurrence.closedBy)
  const sentence = text.closed[occurrence.state]
  return { notices: [{ text: by ? text.closedBy(by.name, sentence) : sentence }] }
}

/** The owner, whoever the step goes to now, and the owner's superior. */
async function mayAct(parts: FollowUpParts, turn: Turn<Stores>, occurrence: Occurrence): Promise<boolean> {
  const { id } = turn.member
  if (id === occurrence.ownerId || id === occurrence.nextFor || id === occurrence.closedBy) return true
  const owner = occurrence.ownerId === null ? null : await turn.stores.people.get(occurrence.ownerId)
  const subject = await loadSubject(turn.stores, occurrence.subject)
  if (!subject) return false
  return (await superiorOf(parts, turn.stores, owner, subject, today(parts, turn)))?.id === id
}

function askSnooze(turn: Turn<Stores>, { key }: Occurrence): Outcome {
  const text = words(turn.member.locale)
  const labels = { tomorrow: text.tomorrow, three: text.threeDays, week: text.week }
  const actions = Object.entries(labels).map(([choice, label]) => ({
    id: 'follow-up.snooze',
    label,
    value: `${key}|${choice}`,
  }))
  return { say: [sayToThem(turn, { text: text.snoozeAsk, actions })] }
}

async function snooze(
  parts: FollowUpParts,
  turn: Turn<Stores>,
  occurrence: Occurrence,
  choice: string,
): Promise<Outcome> {
  const text = words(turn.member.locale)
  const days = SNOOZES[choice as keyof typeof SNOOZES]
  if (days === undefined) return {}
  const { calendar, quiet, timeZone } = parts.programs().company
  const day = calendar.addWorkingDays(today(parts, turn), days)
  const nextAt = morningOf(day, turn.member.id, timeZone, quiet)
  await turn.stores.occurrences.change({
    ...occurrence,
    ownerId: turn.member.id,
    step: 'remind',
    nextAt,
    nextFor: turn.member.id,
    snoozes: occurrence.snoozes + 1,
  })
  const past =
    day > occurrence.deadlineOn ? [text.snoozedPast(showDate(occurrence.deadlineOn, turn.member.locale))] : []
  return { say: [sayToThem(turn, { text: [text.snoozed(showDate(day, turn.member.locale)), ...past].join('\n') })] }
}

function moveSheet(turn: Turn<Stores>, { key }: Occurrence, id = turn.random.id()): Outcome {
  const text = words(turn.member.locale)
  const field: Field = { name: 'date', kind: 'date', label: text.moveLabel, required: true }
  return { sheet: sheetOf(turn, { form: 'move', id, key }, text.moveTitle, text.moveSubmit, field) }
}

async function move(
  parts: FollowUpParts,
  turn: Turn<Stores>,
  occurrence: Occurrence,
  values: SheetValues,
): Promise<Outcome> {
  const text = words(turn.member.locale)
  const first = today(parts, turn)
  const last = addDays(first, MOST_MOVE)
  const date = parseDate(typeof values.date === 'string' ? values.date : '', first)
  if (!date || date < first || date > last) return { errors: { date: text.moveBad(first, last) } }
  const found = seriesOf(parts, occurrence)
  if (!found) return { notices: [{ text: text.gone }] }
  const context = planContext(parts, turn.now)
  const deadlineOn = latestWorkingDay(context.calendar.onOrBefore(date), first, context.calendar.onOrAfter(first))
  const nextFor = occurrence.ownerId ?? turn.member.id
  await turn.stores.occurrences.change({
    ...occurrence,
    deadlineOn,
    // A date somebody chose is no guess.
    provisional: false,
    step: 'remind',
    nextAt: remindAt(found.cadence, deadlineOn, nextFor, context),
    nextFor,
  })
  return { say: [sayToThem(turn, { text: text.moved(showDate(deadlineOn, turn.member.locale)) })] }
}

function latestWorkingDay(wanted: PlainDate, first: PlainDate, earliest: PlainDate): PlainDate {
  return wanted < first ? earliest : wanted
}

function declineSheet(turn: Turn<Stores>, { key }: Occurrence, id = turn.random.id()): Outcome {
  const text = words(turn.member.locale)
  const field: Field = { name: 'reason', kind: 'paragraph', label: text.declineLabel, required: true, maxLength: 300 }
  return { sheet: sheetOf(turn, { form: 'decline', id, key }, text.declineTitle, text.declineSubmit, field) }
}

async function decline(
  parts: FollowUpParts,
  turn: Turn<Stores>,
  occurrence: Occurrence,
  values: SheetValues,
): Promise<Outcome> {
  const text = words(turn.member.locale)
  const reason = typeof values.reason === 'string' ? values.reason.trim().slice(0, 300) : ''
  if (reason === '') return { errors: { reason: text.needReason } }
  await closeOccurrence(turn, { ...occurrence, state: 'declined', reason })
  const next = await planNext(parts, turn, occurrence)
  return {
    say: [
      sayToThem(turn, {
        text: [text.declined, ...(next ? [text.next(showDate(next, turn.member.locale))] : [])].join('\n'),
      }),
    ],
  }
}

function sheetOf(
  turn: Turn<Stores>,
  { form, id, key }: { form: string; id: string; key: string },
  title: string,
  submit: string,
  field: Field,
) {
  const state = turn.sheets.seal({ flow: 'follow-up', form, id, args: { key } })
  return { title, submit, steps: [{ fields: [field] }], state }
}
