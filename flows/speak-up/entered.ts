import { textLength } from '#core'
import { LONGEST_TEXT } from './parts.ts'
import type { words } from './words.ts'

/** What was entered into a field of text. */
export function entered(value: string | readonly string[] | undefined): string {
  return typeof value === 'string' ? value.trim() : ''
}

/** What is wrong with a text that a person wrote, in their words; null when nothing is. */
export function textFault(text: ReturnType<typeof words>, typed: string): string | null {
  if (typed === '') return text.needText
  const length = textLength(typed)
  return length > LONGEST_TEXT ? text.tooLong(LONGEST_TEXT, length) : null
}
