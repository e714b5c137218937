import type { View } from '#core'
import type { Person } from '#domain'
import type { Stores } from './parts.ts'
import { words } from './words.ts'

/** A line under the ticket: what a handler did. `what` names the sentence. */
export function handlerLine(what: string, person: Person) {
  return { view: 'case.handler-line', args: { what, person: person.id } }
}

export function handlerLineView(): View<Stores> {
  return async ({ what = '', person = '' }, { stores, locale }) => {
    const text = words(locale).desk
    const name = (await stores.people.get(person))?.name ?? person
    const lines: Readonly<Record<string, (name: string) => string>> = {
      take: text.taken,
      text: text.answered,
      question: text.asked,
      closing: text.closedBy,
    }
    const line = lines[what]
    return line ? { text: line(name) } : null
  }
}
