import type { Field, Locale, SheetValues, Turn } from '#core'
import { type CaseFile, type Department, hasRole } from '#domain'
import { entered } from './entered.ts'
import { signerOf } from './named-case.ts'
import type { SpeakUpParts, Stores } from './parts.ts'
import { todayOf } from './today.ts'
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

/**
 * What stands against passing it on without the name: in a department in which the author works they alone are left out of
 * it, and so known.
 */
export async function signatureFault(
  parts: SpeakUpParts,
  { stores, member }: Turn<Stores>,
  file: CaseFile,
  { handlers }: Department,
  values: SheetValues,
): Promise<Record<string, string> | null> {
  const signer = entered(values[NAME]) === 'without' ? await signerOf(parts, stores, file) : null
  if (!signer || !hasRole(parts.programs().company, handlers, signer.person, todayOf(parts))) return null
  return { [NAME]: words(member.locale).named.worksThere }
}

/** Keeps what the coordinator chose; nothing where nobody signed. */
export async function passSignature({ authors }: Stores, file: CaseFile, values: SheetValues): Promise<void> {
  const chosen = entered(values[NAME])
  if (chosen === 'with' || chosen === 'without') await authors.show(file.id, chosen === 'with')
}
