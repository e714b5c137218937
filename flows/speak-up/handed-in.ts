import type { Outcome, SheetData, Turn } from '#core'
import type { SpeakUpParts, Stores } from './parts.ts'
import { todayOf } from './today.ts'
import { words } from './words.ts'

/** Takes a form of the desk: null the first time it comes, afterwards what is said of it. */
export async function handedIn(parts: SpeakUpParts, turn: Turn<Stores>, sheet: SheetData): Promise<Outcome | null> {
  if (await turn.stores.cases.takeForm(parts.digest(sheet.id), todayOf(parts))) return null
  return { notices: [{ text: words(turn.member.locale).already }] }
}
