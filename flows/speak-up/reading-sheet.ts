import type { Field, Sheet, Turn } from '#core'
import { type CaseEntry, type CaseFile, showDate } from '#domain'
import { entryText } from './entry-text.ts'
import type { SpeakUpParts, Stores } from './parts.ts'
import { words } from './words.ts'

/** A case as its handlers read it: everything said so far. */
export async function readingSheet(parts: SpeakUpParts, turn: Turn<Stores>, file: CaseFile): Promise<Sheet> {
  const { locale } = turn.member
  const text = words(locale)
  const entries = await turn.stores.cases.entries(file.id)
  const people = await turn.stores.people.many(entries.flatMap((entry) => entry.by ?? []))
  const name = (entry: CaseEntry) => people.find((person) => person.id === entry.by)?.name ?? text.desk.author
  const fields = entries.map(
    (entry, index): Field => ({
      name: `entry_${index + 1}`,
      kind: 'statement',
      label: `${text.saidOn(name(entry), showDate(entry.on, locale))}\n${entryText(parts, file, entry)}`,
    }),
  )
  return {
    title: text.desk.fullTitle(parts.vault.tags.show(file.tag, locale)),
    submit: text.desk.closeSheet,
    steps: [{ fields }],
    state: parts.sheets.seal({ flow: 'case', form: 'read', id: parts.random.id(), args: { case: file.id } }),
  }
}
