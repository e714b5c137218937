import type { AnonymousEvent, Field, SheetData, SheetValues } from '#core'
import type { Person, Topic } from '#domain'
import { entered } from './entered.ts'
import { whoSigns } from './named-author.ts'
import { fullName } from './named-case.ts'
import type { SpeakUpParts, Stores } from './parts.ts'
import { todayOf } from './today.ts'
import { boxNamed } from './topics.ts'
import { Tries } from './tries.ts'
import { words } from './words.ts'

/** The choice to file with one's name, among the ways of the form. */
export const NAMED = 'named'

const NAME = 'sign'
const YES = 'yes'

type Errors = Readonly<Record<string, string>>

type Signed = { readonly person: Person | null } | { readonly errors: Errors }

export interface Signing {
  /** What the form asks somebody who chose to give their name; nothing of anybody else. */
  fields(event: AnonymousEvent, sheet: SheetData, values: SheetValues): Promise<Field[]>
  /** What is still missing before it is signed; what was written on a page is compared with nobody. */
  missing(event: AnonymousEvent, sheet: SheetData, values: SheetValues): Promise<Errors>
  /**
   * Whoever signs; null where nobody does. Asked when nothing else stands against the form any more: on a page the right
   * name must show in nothing but that it went, else it could be found out by trying.
   */
  signer(stores: Stores, event: AnonymousEvent, sheet: SheetData, values: SheetValues): Promise<Signed>
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
      const who = text.whoReads(topicIn(sheet, values)?.coordinator !== null)
      if (!event.author) return [{ name: NAME, kind: 'text', label: text.write, hint: who, maxLength: 100 }]
      const person = await behind(event, sheet)
      if (!person) return []
      const options = [{ value: YES, label: text.itIsMe(person.name) }]
      return [{ name: NAME, kind: 'choices', label: text.confirm(fullName(person), who), options }]
    },

    async missing(event, sheet, values): Promise<Errors> {
      if (values.way !== NAMED) return {}
      const text = words(event.locale).named
      const topic = topicIn(sheet, values)
      if (topic && !topic.named) return { way: text.notHere(topic.title[event.locale]) }
      if (!(await behind(event, sheet))) return { way: text.unknown }
      if (event.author) return isConfirmed(values) ? {} : { [NAME]: text.signFirst }
      return entered(values[NAME]) === '' ? { [NAME]: text.writeFirst } : {}
    },

    async signer(stores, event, sheet, values): Promise<Signed> {
      if (values.way !== NAMED) return { person: null }
      const text = words(event.locale).named
      const person = await whoSigns(parts, stores, event, sheet)
      if (!person) return { errors: { way: text.unknown } }
      const fault = event.author ? null : writtenFault(sheet, person, entered(values[NAME]), text)
      return fault === null ? { person } : { errors: { [NAME]: fault } }
    },
  }

  function topicIn({ args }: SheetData, { topic }: SheetValues): Topic | undefined {
    return boxNamed(parts, args.box).topics.find(({ id }) => id === topic)
  }

  function writtenFault({ args }: SheetData, person: Person, typed: string, text: NamedWords): string | null {
    const link = args.tell ?? ''
    if (tries.isOver(link, todayOf(parts))) return text.tooOften
    if ([person.name, person.id].some((own) => plain(own) === plain(typed))) return null
    tries.add(link)
    return text.notTheirs
  }
}

type NamedWords = ReturnType<typeof words>['named']

function isConfirmed(values: SheetValues): boolean {
  return [values[NAME] ?? []].flat().includes(YES)
}

function plain(name: string): string {
  return name.normalize('NFKC').replaceAll(/\s/gu, '').toLowerCase()
}
