import type { Outcome, SheetData, Turn } from '#core'
import type { SpeakUpParts, Stores } from './parts.ts'
import { todayOf } from './today.ts'
import { words } from './words.ts'

/** Takes a form of the desk: null the first time it comes, afterwards what is said of it. */
export async function handedIn(parts: SpeakUpParts, turn: Turn<Stores>, sheet: SheetData): Promise<Outcome | null> {
  if (await turn.stores.cases.takeForm(parts.digest(sheet.id), todayOf(parts))) return null
  return said(turn)
}

/** What is said of a form of the desk that has been taken before, whatever has become of its case by it; null otherwise. */
export async function takenBefore(parts: SpeakUpParts, turn: Turn<Stores>, sheet: SheetData): Promise<Outcome | null> {
  return (await turn.stores.cases.isFormTaken(parts.digest(sheet.id))) ? said(turn) : null
}

function said(turn: Turn<Stores>): Outcome {
  return { notices: [{ text: words(turn.member.locale).already }] }
}
