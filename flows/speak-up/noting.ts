import type { Field, Locale, Outcome, Sheet, SheetData, SheetValues, Turn } from '#core'
import type { CaseFile, Person } from '#domain'
import { entered, textFault } from './entered.ts'
import { handedIn } from './handed-in.ts'
import { handlerLine } from './handler-line.ts'
import { LONGEST_TEXT, type SpeakUpParts, type Stores } from './parts.ts'
import { sayChange } from './ticket.ts'
import { todayOf } from './today.ts'
import { type InHand, notNow } from './with-case.ts'
import { words } from './words.ts'

/** A note that handlers leave for each other; the author never sees it. */
export function noteField(locale: Locale, required: boolean): Field {
  const text = words(locale).desk
  return { name: 'note', kind: 'paragraph', label: text.noteLabel, required, maxLength: LONGEST_TEXT }
}

export function noteSheet(parts: SpeakUpParts, turn: Turn<Stores>, file: CaseFile, id = turn.random.id()): Sheet {
  const { locale } = turn.member
  const text = words(locale).desk
  return {
    title: text.noteTitle(parts.vault.tags.show(file.tag, locale)),
    submit: text.noteSubmit,
    steps: [{ fields: [noteField(locale, true)] }],
    state: parts.sheets.seal({ flow: 'case', form: 'note', id, args: { case: file.id } }),
  }
}

export async function note(
  parts: SpeakUpParts,
  turn: Turn<Stores>,
  hand: InHand,
  sheet: SheetData,
  values: SheetValues,
): Promise<Outcome> {
  const { file, person, steps } = hand
  const text = words(turn.member.locale)
  const typed = entered(values.note)
  const fault = textFault(text, typed)
  if (fault) return { errors: { note: fault } }
  if (!steps.includes('note')) return { errors: { note: notNow(turn, hand) } }
  const before = await handedIn(parts, turn, sheet)
  if (before) return before
  await addNote(parts, turn.stores, file, person, typed)
  return { say: await sayChange(parts, turn.stores, file, handlerLine('note', person)) }
}

/** Writes a note down; an empty one is none. */
export async function addNote(
  parts: SpeakUpParts,
  stores: Stores,
  file: CaseFile,
  person: Person,
  typed: string,
): Promise<void> {
  if (typed === '') return
  const body = parts.vault.cases.seal(file.key, typed)
  await stores.cases.addEntry(file.id, { side: 'handler', kind: 'note', body, by: person.id, on: todayOf(parts) })
}
