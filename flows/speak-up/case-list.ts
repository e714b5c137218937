import type { Message, Outcome, Section, Turn } from '#core'
import { type CaseFile, showDate } from '#domain'
import type { SpeakUpParts, Stores } from './parts.ts'
import { mayEverRead, readersOf } from './readers.ts'
import { topicOf } from './topics.ts'
import { words } from './words.ts'

const MOST_LISTED = 20

/** The open cases this person handles; null for somebody who handles nothing at all. */
export async function handledBy(parts: SpeakUpParts, turn: Turn<Stores>): Promise<CaseFile[] | null> {
  const person = await turn.stores.people.get(turn.member.id)
  if (!person) return null
  if (!mayEverRead(parts, person)) return null
  const readers = await readersOf(parts, turn.stores)
  return (await turn.stores.cases.open()).filter((file) => readers.may(file, person))
}

/** The list of open cases, to whoever asks for it. */
export async function listCases(parts: SpeakUpParts, turn: Turn<Stores>): Promise<Outcome> {
  const text = words(turn.member.locale).desk
  const mine = (await handledBy(parts, turn)) ?? []
  const sections = mine.slice(0, MOST_LISTED).map((file) => listed(parts, turn, file))
  const message: Message =
    mine.length === 0 ? { text: text.none } : { title: text.list, text: String(mine.length), sections }
  return {
    say: [{ to: { kind: 'person', person: turn.member.id }, class: 'answer', content: { kind: 'message', message } }],
  }
}

/** One line of a list, with its buttons. */
export function listed(parts: SpeakUpParts, { member: { locale } }: Turn<Stores>, file: CaseFile): Section {
  const text = words(locale).desk
  return {
    text: text.line(
      parts.vault.tags.show(file.tag, locale),
      topicOf(parts, file).title[locale],
      text.state[file.state],
      showDate(file.answerBy, locale),
    ),
    actions: [
      { id: 'case.open', label: text.open, value: file.id },
      { id: 'case.answer', label: text.answer, value: file.id },
    ],
  }
}
