import type { Locale, Sheet } from '#core'
import type { SpeakUpParts } from './parts.ts'
import { words } from './words.ts'

/** The form in which a receipt is entered. */
export function receiptSheet(parts: SpeakUpParts, locale: Locale, id = parts.random.id()): Sheet {
  const text = words(locale)
  return {
    title: text.receiptTitle,
    submit: text.receiptOpen,
    steps: [
      {
        fields: [
          { name: 'receipt', kind: 'paragraph', label: text.receiptAsk, required: true, maxLength: 300 },
        ] as const,
      },
    ],
    state: parts.sheets.seal({ flow: 'speak-up', form: 'receipt', id, args: {} }),
  }
}
