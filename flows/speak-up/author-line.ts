import type { View } from '#core'
import { type CaseFile, readAtDesk } from '#domain'
import { withCount } from './enclosed.ts'
import { entryText } from './entry-text.ts'
import type { SpeakUpParts, Stores } from './parts.ts'
import { readersOf } from './readers.ts'
import { topicOf } from './topics.ts'
import { words } from './words.ts'

/** A line under the ticket: the author did something. `n`: the entry, where they wrote. */
export function authorLine(file: CaseFile, what: string, n: string) {
  return { view: 'case.author-line', args: { case: file.id, what, n } }
}

export function authorLineView(parts: SpeakUpParts): View<Stores> {
  return async ({ case: id = '', what = 'wrote', n = '' }, { stores, locale }) => {
    const file = await stores.cases.get(id)
    if (!file) return null
    const text = words(locale).desk
    const said: Readonly<Record<string, string>> = {
      rated: text.rated(file.rating ?? 0),
      agree: text.agreed,
      decline: text.declined,
      appealed: text.appealed,
      decided: text.appealDecided,
    }
    // A rule may have changed since it was proposed.
    if (what === 'agree' && (await readersOf(parts, stores)).isAbout(file)) return { text: text.agreedOnly }
    if (said[what]) return { text: said[what] }
    // Only those who read everything get this line: a department is told when it is passed on.
    const read = readAtDesk(await stores.cases.entries(id), 'coordinator', true, file).find(
      (one) => one.n === Number(n),
    )
    if (!read) return null
    const actions = [{ id: 'case.open', label: text.open, value: id }]
    const heading = what === 'reopened' ? text.authorReopened : text.authorWrote
    if (topicOf(parts, file).show === 'full') {
      const { pictures } = read.entry
      const written = withCount(words(locale), entryText(parts, file, read.entry), pictures)
      return { text: `${heading}\n${written}`, ...(pictures > 0 && { actions }) }
    }
    const stub = what === 'reopened' ? text.authorReopened : text.authorWroteStub
    return { text: stub, actions }
  }
}
