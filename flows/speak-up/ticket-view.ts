import type { Action, Locale, View } from '#core'
import { type CaseFile, showDate } from '#domain'
import { entryText } from './entry-text.ts'
import type { SpeakUpParts, Stores } from './parts.ts'
import { topicOf } from './topics.ts'
import { words } from './words.ts'

/** What the ticket shows: everything, or only that there is one. */
export function ticketView(parts: SpeakUpParts): View<Stores> {
  return async ({ case: id = '' }, { stores, locale }) => {
    const file = await stores.cases.get(id)
    if (!file) return null
    const topic = topicOf(parts, file)
    const text = words(locale).desk
    const handler = file.handlerId === null ? null : await stores.people.get(file.handlerId)
    const entries = await stores.cases.entries(id)
    const [first] = entries
    const body = topic.show === 'full' && first ? entryText(parts, file, first) : text.stub
    const facts = [
      text.deadline(showDate(file.answerBy, locale)),
      text.state[file.state],
      handler ? text.by(handler.name) : null,
    ]
    return {
      title: text.title(parts.vault.tags.show(file.tag, locale), topic.title[locale]),
      text: `${body}\n\n${facts.filter((fact) => fact !== null).join(' · ')}`,
      actions: ticketActions(file, topic.show === 'stub' || entries.length > 1, locale),
    }
  }
}

/** `more`: whether there is more to read than the ticket shows. */
function ticketActions(file: CaseFile, more: boolean, locale: Locale): Action[] {
  const text = words(locale).desk
  const action = (verb: string, label: string, style?: Action['style']): Action => ({
    id: `case.${verb}`,
    label,
    value: file.id,
    ...(style && { style }),
  })
  const open = more ? [action('open', text.open)] : []
  if (file.state === 'closed') return open
  const take = file.handlerId === null ? [action('take', text.take)] : []
  return [
    ...open,
    ...take,
    action('answer', text.answer, 'primary'),
    action('ask', text.ask),
    action('close', text.close),
  ]
}
