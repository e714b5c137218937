import { HearbackError, type Locale, type Message, type View } from '#core'
import { type CaseFile, isEmployed, localeOf, showDate } from '#domain'
import { withCount } from './enclosed.ts'
import { entryText } from './entry-text.ts'
import { isSignedFor, type Signer, signerOf } from './named-case.ts'
import type { SpeakUpParts, Stores } from './parts.ts'
import { speaker, warned } from './thread-sheet.ts'
import { todayOf } from './today.ts'
import { topicOf } from './topics.ts'
import { words } from './words.ts'

const KEY_AWAY = new HearbackError(
  'case-key-away',
  'The key of a case is not there. Is the folder of keys (HEARBACK_KEYS) complete?',
)

export function toldView(parts: SpeakUpParts): View<Stores> {
  return async ({ case: id = '', entries = '' }, { stores }) => {
    const file = await stores.cases.get(id)
    const signer = file && (await signerOf(parts, stores, file))
    if (!file || !signer) {
      // Its key may come back: to drop what is owed would be for ever.
      if (file && !parts.vault.cases.isDestroyed(file.key) && !parts.vault.cases.opensKey(file.key)) throw KEY_AWAY
      return null
    }
    const { person } = signer
    if (!isEmployed(person, todayOf(parts))) return null
    const locale = localeOf(person, await stores.people.chosenLocale(person.id), parts.programs().company.language)
    const text =
      entries === '' ? handedOver(parts, signer, locale) : await answered(parts, stores, file, signer, entries, locale)
    return withButton(parts, signer, text, locale)
  }
}

function handedOver(parts: SpeakUpParts, { root, person }: Signer, locale: Locale): string {
  const { named } = words(locale)
  const title = topicOf(parts, root).title[locale]
  const contact = parts.programs().company.contact[locale]
  return named.handedOver(tagOf(parts, root, locale), title, person.name, showDate(root.answerBy, locale), contact)
}

/** The text itself only where the channel shows it, too: what a message holds stays with the platform. */
async function answered(
  parts: SpeakUpParts,
  stores: Stores,
  file: CaseFile,
  { root }: Signer,
  numbers: string,
  locale: Locale,
): Promise<string> {
  const text = words(locale)
  const heading = text.named.news(tagOf(parts, root, locale), topicOf(parts, root).title[locale])
  if (topicOf(parts, root).show !== 'full') return `${heading}\n${text.named.openToRead}`
  const all = await stores.cases.entries(file.id)
  const known = await isSignedFor(stores, file, 'handler')
  const said = numbers.split(',').flatMap((n) => {
    const entry = all[Number(n) - 1]
    if (!entry) return []
    // The code of a reward is for the form alone.
    if (entry.kind === 'reward') return [text.named.reward]
    const typed = withCount(text, entryText(parts, file, entry), entry.pictures)
    return [text.named.said(speaker(entry, locale), known ? typed : warned(typed, locale))]
  })
  return [heading, ...said].join('\n')
}

function withButton(parts: SpeakUpParts, { root }: Signer, text: string, locale: Locale): Message {
  const value = parts.sheets.seal({ flow: 'signed', form: 'read', id: parts.random.id(), args: { case: root.id } })
  return { text, actions: [{ id: 'signed.open', label: words(locale).named.open, value, style: 'primary' }] }
}

function tagOf({ vault }: SpeakUpParts, { tag }: CaseFile, locale: Locale): string {
  return vault.tags.show(tag, locale)
}
