import type { View } from '#core'
import { entryText } from './entry-text.ts'
import type { SpeakUpParts, Stores } from './parts.ts'
import { topicOf } from './topics.ts'
import { words } from './words.ts'

/** A line under the ticket: the author wrote again. */
export function authorLineView(parts: SpeakUpParts): View<Stores> {
  return async ({ case: id = '', n = '' }, { stores, locale }) => {
    const file = await stores.cases.get(id)
    const entry = (await stores.cases.entries(id))[Number(n) - 1]
    if (!file || !entry) return null
    const text = words(locale).desk
    if (topicOf(parts, file).show === 'full') {
      return { text: `${text.authorWrote}\n${entryText(parts, file, entry)}` }
    }
    return { text: text.authorWroteStub, actions: [{ id: 'case.open', label: text.open, value: id }] }
  }
}
