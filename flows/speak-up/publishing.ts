import type { Say, View } from '#core'
import type { CaseEntry, CaseFile } from '#domain'
import { entryText } from './entry-text.ts'
import type { SpeakUpParts, Stores } from './parts.ts'
import { readersOf } from './readers.ts'
import { UNASKED } from './ticket.ts'
import { boxOf } from './topics.ts'
import { words } from './words.ts'

/** The number of the newest text that is to be published, from 1; 0 where there is none. */
export function lastProposal(entries: readonly CaseEntry[]): number {
  return entries.findLastIndex(({ kind }) => kind === 'proposal') + 1
}

/** "You said, we did": the text the author agreed to, in the channel for all; never of a case that is about somebody. */
export async function publish(parts: SpeakUpParts, stores: Stores, file: CaseFile, n: number): Promise<Say[]> {
  if ((await readersOf(parts, stores)).isAbout(file)) return []
  return [
    {
      to: { kind: 'channel', channel: boxOf(parts, file).announce },
      ...UNASKED,
      class: 'report',
      content: { kind: 'view', view: 'case.published', args: { case: file.id, n: String(n) } },
    },
  ]
}

export function publishedView(parts: SpeakUpParts): View<Stores> {
  return async ({ case: id = '', n = '' }, { stores, locale }) => {
    const file = await stores.cases.get(id)
    const entry = (await stores.cases.entries(id))[Number(n) - 1]
    if (!file || entry?.kind !== 'proposal' || file.publication !== 'agreed') return null
    if ((await readersOf(parts, stores)).isAbout(file)) return null
    return { title: words(locale).desk.published, text: entryText(parts, file, entry) }
  }
}
