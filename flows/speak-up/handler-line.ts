import type { View } from '#core'
import type { Person } from '#domain'
import type { Stores } from './parts.ts'
import { words } from './words.ts'

/** A line under the ticket: what a handler did. `what` names the sentence; `to`: whom they gave it. */
export function handlerLine(what: string, person: Person, to?: Person) {
  return { view: 'case.handler-line', args: { what, person: person.id, ...(to && { to: to.id }) } }
}

export function handlerLineView(): View<Stores> {
  return async ({ what = '', person = '', to = '' }, { stores, locale }) => {
    const text = words(locale).desk
    const nameOf = async (id: string) => (await stores.people.get(id))?.name ?? id
    const name = await nameOf(person)
    if (what === 'assign') return { text: text.assigned(name, await nameOf(to)) }
    const lines: Readonly<Record<string, (name: string) => string>> = {
      take: text.taken,
      text: text.answered,
      question: text.asked,
      closing: text.closedBy,
      proposal: text.proposed,
      pass: text.passedOn,
      'hand-back': text.handedBackBy,
      note: text.noted,
      mute: text.mutedBy,
      unmute: text.unmutedBy,
      reopen: text.reopenedBy,
    }
    const line = lines[what]
    return line ? { text: line(name) } : null
  }
}
