import { splitText } from '#adapters/shared'
import { SECTION_MAX } from './capabilities.ts'

/** A block of Block Kit, as it is sent. */
export type Block = Readonly<Record<string, unknown>>

/**
 * Text as it stands, nothing in it is markup: no mention, no link, no asterisk means anything. That is what authors'
 * and handlers' texts need.
 */
export function plain(text: string) {
  return { type: 'plain_text', text, emoji: true } as const
}

/** Cuts to so many UTF-16 units, as Slack counts, between characters. */
export function cut(text: string, max: number): string {
  if (text.length <= max) return text
  return `${splitText(text, max - 1)[0] ?? ''}…`
}

/** A text as sections; one for most. Slack refuses an empty one. */
export function sections(text: string): Block[] {
  if (text.trim() === '') return []
  return splitText(text, SECTION_MAX).map((part) => ({ type: 'section', text: plain(part) }))
}
