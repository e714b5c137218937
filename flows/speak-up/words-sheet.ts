import type { Locale, Sheet, SheetData } from '#core'
import type { SpeakUpParts } from './parts.ts'
import { words } from './words.ts'

/**
 * Asks for two words of the receipt: whoever holds a chat in which a link to a case stands has not got those.
 * `data`: the case, and which words, sealed in the form.
 */
export function wordsSheet(parts: SpeakUpParts, locale: Locale, { id, args }: SheetData): Sheet {
  const text = words(locale)
  const [a, b] = parts.vault.receipts.placesOf(args.words ?? '')
  return {
    title: text.receiptTitle,
    submit: text.receiptOpen,
    steps: [
      {
        fields: [
          { name: 'why', kind: 'statement', label: text.twoWords },
          { name: 'word_a', kind: 'text', label: text.wordOf(a), required: true, maxLength: 20 },
          { name: 'word_b', kind: 'text', label: text.wordOf(b), required: true, maxLength: 20 },
        ],
      },
    ],
    state: parts.sheets.seal({ flow: 'speak-up', form: 'read', id, args }),
  }
}
