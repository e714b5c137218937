import type { Choice } from './numbered.ts'
import { normalise } from './text.ts'

/** What the numbers of the newest numbered message stand for, per address. */
export interface ChoiceStore {
  put(address: string, choices: readonly Choice[]): Promise<void>
  /** A question has come that is answered in words: numbers belong to it. */
  forget(addresses: readonly string[]): Promise<void>
  get(address: string): Promise<readonly Choice[]>
}

/** The choice a whole message names by its number, as people type it: `2`, `２`, `2.`, `(2)`, `第2个`, `选2`. */
export function chosenNumber(text: string): number | null {
  const found = /^(?:选|选择|第)?\(?(\d{1,2})\)?(?:个|项|号)?$/.exec(normalise(text).replace(/\s/g, ''))
  return found ? Number(found[1]) : null
}
