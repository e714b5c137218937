import type { Field, Locale, SheetValues } from '#core'
import { namedPeople, type Person, type SpeakUpBox, type Topic } from '#domain'
import type { SpeakUpParts } from './parts.ts'
import { readersLeft, receiversOf } from './readers.ts'
import { words } from './words.ts'

/** Whom the author named as those it is about. */
interface About {
  readonly ids: readonly string[]
  /** Names that nobody here bears. */
  readonly unknown: readonly string[]
}

/** Asks whom it is about: those who would read it by name, anybody else in words. */
export function aboutFields(parts: SpeakUpParts, box: SpeakUpBox, people: readonly Person[], locale: Locale): Field[] {
  const text = words(locale)
  const options = receiversOf(parts, box, people).map(({ id, name }) => ({ value: id, label: name }))
  const others: Field = { name: 'about', kind: 'text', label: text.aboutOthers, required: false, maxLength: 200 }
  if (options.length === 0) return [others]
  return [
    {
      name: 'about_readers',
      kind: 'choices',
      label: text.aboutReaders,
      hint: text.aboutHint,
      required: false,
      options,
    },
    others,
  ]
}

export function readAbout(values: SheetValues, people: readonly Person[]): About {
  const chosen = Array.isArray(values.about_readers) ? values.about_readers : [values.about_readers ?? '']
  const { found, unknown } = namedPeople(typeof values.about === 'string' ? values.about : '', people)
  const ids = [...chosen.filter((id) => people.some((person) => person.id === id)), ...found.map(({ id }) => id)]
  return { ids: [...new Set(ids)].sort(), unknown }
}

/** What stands against it, in a sentence: a name nobody bears, or that nobody would be left to read it. */
export function aboutFault(
  parts: SpeakUpParts,
  { ids, unknown }: About,
  topic: Topic,
  people: readonly Person[],
  locale: Locale,
): string | null {
  const text = words(locale)
  if (unknown.length > 0) return text.aboutUnknown(unknown.join(locale === 'zh-CN' ? '、' : ', '))
  if (readersLeft(parts, topic, ids, people, null).length > 0) return null
  return text.nobodyLeft(parts.programs().company.contact[locale])
}

/** Who reads it, said to the author who named somebody; nothing else ever says so. */
export function saidAbout(
  parts: SpeakUpParts,
  { ids }: About,
  topic: Topic,
  people: readonly Person[],
  signer: string | null,
  locale: Locale,
): string[] {
  if (ids.length === 0) return []
  const readers = readersLeft(parts, topic, ids, people, signer).map(({ name }) => name)
  return [words(locale).readBy(readers.join(locale === 'zh-CN' ? '、' : ', '))]
}
