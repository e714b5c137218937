import type { FormPictures, Outcome, Sheet, SheetData, SheetValues, Turn } from '#core'
import { assign, assignSheet } from './assigning.ts'
import { isWriting } from './enter.ts'
import { entered } from './entered.ts'
import { takenBefore } from './handed-in.ts'
import { moreSheet } from './more.ts'
import { mute } from './muting.ts'
import { note, noteSheet } from './noting.ts'
import type { SpeakUpParts, Stores } from './parts.ts'
import { handBack, pass, passSheet } from './passing.ts'
import { readingSheet } from './reading-sheet.ts'
import { reopen } from './reopening.ts'
import { take } from './take.ts'
import { type InHand, notNow } from './with-case.ts'
import { words } from './words.ts'
import { write, writingSheet } from './writing.ts'

/** A button of the desk: a form opens, or it is done at once. */
export async function act(parts: SpeakUpParts, turn: Turn<Stores>, verb: string, hand: InHand): Promise<Outcome> {
  switch (verb) {
    case 'take':
      return take(parts, turn, hand)
    case 'hand-back':
      return handBack(parts, turn, hand)
    case 'mute':
    case 'unmute':
      return mute(parts, turn, hand, verb)
    case 'reopen':
      return reopen(parts, turn, hand)
  }
  const sheet = await formOf(parts, turn, verb, hand)
  return sheet ? { sheet } : { notices: [{ text: notNow(turn, hand) }] }
}

/** A form of the desk comes back filled in. */
export async function submit(
  parts: SpeakUpParts,
  turn: Turn<Stores>,
  hand: InHand,
  sheet: SheetData,
  values: SheetValues,
  pictures?: FormPictures,
): Promise<Outcome> {
  const before = await takenBefore(parts, turn, sheet)
  if (before) return before
  if (isWriting(sheet.form)) return write(parts, turn, sheet.form, hand, sheet, values, pictures)
  switch (sheet.form) {
    case 'pass':
      return pass(parts, turn, hand, sheet, values)
    case 'assign':
      return assign(parts, turn, hand, sheet, values)
    case 'note':
      return note(parts, turn, hand, sheet, values)
    case 'more': {
      const what = entered(values.what)
      return what === '' ? { errors: { what: words(turn.member.locale).desk.needWhat } } : act(parts, turn, what, hand)
    }
  }
  return {}
}

/** Shows a form of the desk again. */
export async function reopenForm(
  parts: SpeakUpParts,
  turn: Turn<Stores>,
  hand: InHand,
  { form, id }: SheetData,
  values: SheetValues | null,
): Promise<Outcome> {
  const sheet = await formOf(parts, turn, form === 'read' ? 'open' : form, hand, id, values)
  return sheet ? { sheet } : { notices: [{ text: notNow(turn, hand) }] }
}

/** The form behind a button; null where it may not be opened now. */
async function formOf(
  parts: SpeakUpParts,
  turn: Turn<Stores>,
  verb: string,
  hand: InHand,
  id?: string,
  values: SheetValues | null = null,
): Promise<Sheet | null> {
  const { file, party, steps } = hand
  if (verb === 'open') return readingSheet(parts, turn, file, party)
  if (verb === 'more') return steps.length > 0 ? moreSheet(parts, turn, hand, id) : null
  if (!steps.some((what) => what === verb)) return null
  if (isWriting(verb)) return writingSheet(parts, turn, verb, hand, id, values)
  switch (verb) {
    case 'pass':
      return passSheet(parts, turn, file, id)
    case 'assign':
      return assignSheet(parts, turn, hand, id)
    case 'note':
      return noteSheet(parts, turn, file, id)
  }
  return null
}
