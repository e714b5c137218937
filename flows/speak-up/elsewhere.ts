import type { Locale } from '#core'
import type { CaseFile } from '#domain'
import type { SpeakUpParts } from './parts.ts'
import { boxOf } from './topics.ts'

/** Where else an author can turn. */
export function elsewhere(parts: SpeakUpParts, file: CaseFile, locale: Locale): string {
  return (boxOf(parts, file).elsewhere ?? parts.programs().company.contact)[locale]
}
