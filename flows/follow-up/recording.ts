import { type Outcome, type SheetData, type SheetValues, sayToThem, type Turn } from '#core'
import { type Occurrence, readSheet, sheetFields, showDate } from '#domain'
import { closeOccurrence, planNext, today } from './closing.ts'
import type { FollowUpParts, Stores } from './parts.ts'
import { seriesOf } from './planning.ts'
import { words } from './words.ts'

/** `opened`: its data, where it has been opened before: it stays with the content it was opened with. */
export async function recordSheet(
  parts: FollowUpParts,
  turn: Turn<Stores>,
  occurrence: Occurrence,
  opened?: SheetData,
): Promise<Outcome> {
  const { locale } = turn.member
  const content = opened?.args.content ?? recordForm(parts, occurrence)?.content
  const form = content === undefined ? null : await parts.pinned.read(turn.stores.forms, content)
  if (content === undefined || form === null) return { notices: [{ text: words(locale).gone }] }
  return {
    sheet: {
      title: form.title[locale],
      submit: words(locale).doneSubmit,
      steps: [{ fields: sheetFields(form, locale) }],
      state: turn.sheets.seal({
        flow: 'follow-up',
        form: 'record',
        id: opened?.id ?? turn.random.id(),
        args: { key: occurrence.key, content },
      }),
    },
  }
}

/** Closes it with its record: no record, not done. */
export async function record(
  parts: FollowUpParts,
  turn: Turn<Stores>,
  occurrence: Occurrence,
  sheet: SheetData,
  values: SheetValues,
): Promise<Outcome> {
  const { locale } = turn.member
  const text = words(locale)
  const content = sheet.args.content ?? ''
  const form = await parts.pinned.read(turn.stores.forms, content)
  if (form === null) return { notices: [{ text: text.gone }] }
  const contactedOn = today(parts, turn)
  const read = readSheet(form, values, locale, contactedOn)
  if (Object.keys(read.errors).length > 0) return { errors: read.errors }
  const late = contactedOn > occurrence.deadlineOn
  const closed = await closeOccurrence(turn, { ...occurrence, state: 'done', reason: 'recorded', late })
  if (!closed) return { notices: [{ text: text.closed.done }] }
  await turn.stores.occurrences.addRecord({
    id: turn.random.id(),
    occurrence: occurrence.key,
    cadence: occurrence.cadence,
    subject: occurrence.subject,
    contactedOn,
    recordedBy: turn.member.id,
    recordedAt: turn.now,
    content,
    answers: read.answers,
  })
  const next = await planNext(parts, turn, occurrence)
  const lines = [
    late ? text.recordedLate : text.recorded,
    ...(next ? [text.next(showDate(next, turn.member.locale))] : []),
  ]
  return { say: [sayToThem(turn, { text: lines.join('\n') })] }
}

function recordForm(parts: FollowUpParts, occurrence: Occurrence) {
  const found = seriesOf(parts, occurrence)
  const record = found?.cadence.record
  return record ? parts.programs().forms.get(record) : undefined
}
