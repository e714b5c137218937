import type { Locale } from '#core'
import { showDate } from '#domain'
import type { Heard } from './author-said.ts'
import { elsewhere } from './elsewhere.ts'
import type { SpeakUpParts } from './parts.ts'
import { words } from './words.ts'

/** What the author is told of what they sent. */
export function heardSentence(parts: SpeakUpParts, { file, what }: Heard, locale: Locale): string {
  const text = words(locale)
  const by = showDate(file.answerBy, locale)
  const sentences: Readonly<Record<Heard['what'], string>> = {
    replied: text.sent(by),
    kept: text.thread.muted(elsewhere(parts, file, locale)),
    reopened: text.thread.reopened(by),
    appealed: text.thread.appealed(by),
    noted: text.thread.noted,
  }
  return sentences[what]
}
