import type { Say, View } from '#core'
import { type CaseFile, onDuty } from '#domain'
import type { SpeakUpParts, Stores } from './parts.ts'
import { readersOf } from './readers.ts'
import { UNASKED } from './ticket.ts'
import { todayOf } from './today.ts'
import { topicOf } from './topics.ts'
import { words } from './words.ts'

/** Whoever is on duty is told of what is urgent at once, beside the ticket; where nobody is, everybody who reads it. */
export async function page(parts: SpeakUpParts, stores: Stores, file: CaseFile): Promise<Say[]> {
  if (!topicOf(parts, file).urgent) return []
  const readers = (await readersOf(parts, stores)).of(file)
  const duty = new Set(onDuty(parts.programs().company.onCall, todayOf(parts)))
  const onCall = readers.filter(({ id }) => duty.has(id))
  const args = { case: file.id, ...(onCall.length > 0 && { duty: 'yes' }) }
  return (onCall.length > 0 ? onCall : readers).map(({ id }) => ({
    to: { kind: 'person', person: id },
    ...UNASKED,
    class: 'answer',
    content: { kind: 'view', view: 'case.page', args },
  }))
}

export function pageView(parts: SpeakUpParts): View<Stores> {
  return async ({ case: id = '', duty }, { stores, locale }) => {
    const file = await stores.cases.get(id)
    if (!file) return null
    const text = words(locale).desk
    const button = (verb: string, label: string) => ({ id: `case.${verb}`, label, value: id })
    return {
      title: text.urgent(topicOf(parts, file).title[locale]),
      text: text.pageText(parts.vault.tags.show(file.tag, locale), duty !== undefined),
      actions: [{ ...button('open', text.open), style: 'primary' }, button('take', text.steps.take)],
    }
  }
}
