import type { View } from '#core'
import type { SpeakUpParts, Stores } from './parts.ts'
import { topicOf } from './topics.ts'
import { words } from './words.ts'

/** Said to somebody into whose hands a case was put. */
export function givenView(parts: SpeakUpParts): View<Stores> {
  return async ({ case: id = '', person = '', to = '' }, { stores, locale }) => {
    const file = await stores.cases.get(id)
    if (!file || (file.handlerId !== to && file.deputyId !== to)) return null
    const text = words(locale).desk
    const by = (await stores.people.get(person))?.name ?? person
    const name = text.named(parts.vault.tags.show(file.tag, locale), topicOf(parts, file).title[locale])
    const sentence = (file.handlerId === to ? text.givenYou : text.givenDeputy)(by, name)
    const button = (verb: string, label: string) => ({ id: `case.${verb}`, label, value: id })
    return { text: sentence, actions: [button('open', text.open), button('answer', text.steps.answer)] }
  }
}

/** Stands where a ticket stood that is handled elsewhere now. */
export function goneView(parts: SpeakUpParts): View<Stores> {
  return async ({ case: id = '' }, { stores, locale }) => {
    const file = await stores.cases.get(id)
    if (!file) return null
    const text = words(locale).desk
    const name = parts.vault.tags.show(file.tag, locale)
    return { title: text.title(name, topicOf(parts, file).title[locale]), text: text.gone }
  }
}
