import type { AnonymousEvent, Field, SheetData, SheetValues } from '#core'
import type { Person, Topic } from '#domain'
import { entered } from './entered.ts'
import { whoSigns } from './named-author.ts'
import { fullName } from './named-case.ts'
import type { SpeakUpParts } from './parts.ts'
import { todayOf } from './today.ts'
import { Tries } from './tries.ts'
import { words } from './words.ts'

/** The choice to file with one's name, among the ways of the form. */
export const NAMED = 'named'

const NAME = 'sign'
const YES = 'yes'

interface Signature {
  readonly errors: Readonly<Record<string, string>>
  /** Whoever signed; null where nobody did, or something stands against it. */
  readonly person: Person | null
}

export interface Signing {
  /** What the form asks somebody who chose to give their name; nothing of anybody else. */
  fields(event: AnonymousEvent, sheet: SheetData, values: SheetValues): Promise<Field[]>
  read(event: AnonymousEvent, sheet: SheetData, values: SheetValues, topic: Topic | undefined): Promise<Signature>
}

/**
 * Asks whoever chose to give their name once more before it goes. Where the bot knows who has the form open, it shows the
 * name the company knows. A page belongs to nobody, so it must not say who asked for it: there the name is written out,
 * and it is right if it is theirs.
 */
export function createSigning(parts: SpeakUpParts): Signing {
  const tries = new Tries()
  const behind = (event: AnonymousEvent, sheet: SheetData) =>
    parts.database.transaction((stores) => whoSigns(parts, stores, event, sheet))

  return {
    async fields(event, sheet, values) {
      if (values.way !== NAMED) return []
      const text = words(event.locale).named
      if (!event.author) return [{ name: NAME, kind: 'text', label: text.write, hint: text.writeHint, maxLength: 100 }]
      const person = await behind(event, sheet)
      if (!person) return []
      const options = [{ value: YES, label: text.itIsMe(person.name) }]
      return [{ name: NAME, kind: 'choices', label: text.confirm(fullName(person)), options }]
    },

    async read(event, sheet, values, topic) {
      if (values.way !== NAMED) return { errors: {}, person: null }
      const text = words(event.locale).named
      if (topic && !topic.named) return refused('way', text.notHere(topic.title[event.locale]))
      const person = await behind(event, sheet)
      if (!person) return refused('way', text.unknown)
      const fault = event.author ? confirmFault(values, text) : writtenFault(sheet, person, entered(values[NAME]), text)
      return fault === null ? { errors: {}, person } : refused(NAME, fault)
    },
  }

  function writtenFault({ args }: SheetData, person: Person, typed: string, text: NamedWords): string | null {
    if (typed === '') return text.signFirst
    const link = args.tell ?? ''
    if (tries.isOver(link, todayOf(parts))) return text.tooOften
    if ([person.name, person.id].some((own) => plain(own) === plain(typed))) return null
    tries.add(link)
    return text.notTheirs
  }
}

type NamedWords = ReturnType<typeof words>['named']

function confirmFault(values: SheetValues, text: NamedWords): string | null {
  return [values[NAME] ?? []].flat().includes(YES) ? null : text.signFirst
}

function refused(field: string, fault: string): Signature {
  return { errors: { [field]: fault }, person: null }
}

function plain(name: string): string {
  return name.normalize('NFKC').replaceAll(/\s/gu, '').toLowerCase()
}
