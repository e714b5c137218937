import type { Field, Locale, SheetValues } from '#core'
import type { CaseFile } from '#domain'
import { entered } from './entered.ts'
import type { Stores } from './parts.ts'
import { words } from './words.ts'

const NAME = 'signature'

/** Asks the coordinator whether a signed case goes on with its name: it does, unless they say otherwise. */
export async function signatureFields({ authors }: Stores, file: CaseFile, locale: Locale): Promise<Field[]> {
  const author = await authors.of(file.id)
  if (!author) return []
  const text = words(locale).named
  return [
    {
      name: NAME,
      kind: 'choice',
      label: text.passing,
      required: false,
      options: [
        { value: 'with', label: text.passWith },
        { value: 'without', label: text.passWithout },
      ],
      value: author.shown ? 'with' : 'without',
    },
  ]
}

/** Keeps what the coordinator chose; nothing where nobody signed. */
export async function passSignature({ authors }: Stores, file: CaseFile, values: SheetValues): Promise<void> {
  const chosen = entered(values[NAME])
  if (chosen === 'with' || chosen === 'without') await authors.show(file.id, chosen === 'with')
}
