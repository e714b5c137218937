import type { Field, Outcome, Sheet, SheetData, SheetValues, Turn } from '#core'
import { textLength } from '#core'
import { type CaseFile, fishing, type Person } from '#domain'
import { enter, type Writing } from './enter.ts'
import { entered } from './entered.ts'
import { LONGEST_TEXT, type SpeakUpParts, type Stores } from './parts.ts'
import { handlersLook, lookFault } from './second-look.ts'
import { todayOf } from './today.ts'
import { words } from './words.ts'

/** The form in which a handler writes to the author. */
export function writingSheet(
  parts: SpeakUpParts,
  turn: Turn<Stores>,
  writing: Writing,
  file: CaseFile,
  id = turn.random.id(),
  values: SheetValues | null = null,
): Sheet {
  const text = words(turn.member.locale).desk
  const tag = parts.vault.tags.show(file.tag, turn.member.locale)
  const titles = { answer: text.answerTitle, ask: text.askTitle, close: text.closeTitle }
  const labels = { answer: text.answerLabel, ask: text.askLabel, close: text.closeLabel }
  const field: Field = {
    name: 'text',
    kind: 'paragraph',
    label: labels[writing],
    required: true,
    maxLength: LONGEST_TEXT,
  }
  return {
    title: titles[writing](tag),
    submit: text.send,
    steps: [{ fields: [field, ...handlersLook(words(turn.member.locale), entered(values?.text))] }],
    state: parts.sheets.seal({ flow: 'case', form: writing, id, args: { case: file.id } }),
  }
}

/** Takes the form: what stands in it goes to the author. */
export async function write(
  parts: SpeakUpParts,
  turn: Turn<Stores>,
  writing: Writing,
  file: CaseFile,
  person: Person,
  sheet: SheetData,
  values: SheetValues,
): Promise<Outcome> {
  const text = words(turn.member.locale)
  const typed = typeof values.text === 'string' ? values.text.trim() : ''
  const fault = textFault(turn, typed)
  if (fault) return { errors: { text: fault } }
  if (file.state === 'closed') return { errors: { text: text.desk.alreadyClosed } }
  const errors = lookFault(text, handlersLook(text, typed), values)
  if (Object.keys(errors).length > 0) return { errors }
  if (!(await turn.stores.cases.takeForm(parts.digest(sheet.id), todayOf(parts)))) {
    return { notices: [{ text: text.already }] }
  }
  return { say: await enter(parts, turn, writing, file, person, typed) }
}

/** A reply under the ticket is an answer. */
export async function replyUnder(
  parts: SpeakUpParts,
  turn: Turn<Stores>,
  file: CaseFile,
  person: Person,
  typed: string,
): Promise<Outcome> {
  const fault = textFault(turn, typed)
  if (fault) return { notices: [{ text: fault }] }
  if (file.state === 'closed') return { notices: [{ text: words(turn.member.locale).desk.alreadyClosed }] }
  // There is no second look at what was said under a ticket.
  if (fishing(typed).length > 0) return { notices: [{ text: words(turn.member.locale).desk.asksWhoUnder }] }
  return { say: await enter(parts, turn, 'answer', file, person, typed) }
}

function textFault(turn: Turn<Stores>, typed: string): string | null {
  const text = words(turn.member.locale)
  if (typed === '') return text.needText
  const length = textLength(typed)
  return length > LONGEST_TEXT ? text.tooLong(LONGEST_TEXT, length) : null
}
