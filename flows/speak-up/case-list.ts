import type { Message, Outcome, Section, Turn } from '#core'
import { type CaseFile, showDate, unpassed } from '#domain'
import { stepsShown } from './more.ts'
import type { SpeakUpParts, Stores } from './parts.ts'
import { partyOf, stepsFor } from './party.ts'
import { mayEverRead, readersOf } from './readers.ts'
import { isCoordinated, topicOf } from './topics.ts'
import { words } from './words.ts'

const MOST_LISTED = 20

/** The open cases this person handles; null for somebody who handles nothing at all. */
export async function handledBy(parts: SpeakUpParts, turn: Turn<Stores>): Promise<CaseFile[] | null> {
  const person = await turn.stores.people.get(turn.member.id)
  if (!person) return null
  const reads = mayEverRead(parts, person)
  const readers = await readersOf(parts, turn.stores)
  const mine = (await turn.stores.cases.open())
    .filter((file) => reads || file.appealOf !== null || [file.handlerId, file.deputyId].includes(person.id))
    .filter((file) => readers.may(file, person))
  // Whom an appeal comes to is nobody's role; who was on duty may hold a case still.
  return reads || mine.length > 0 ? mine : null
}

/** The list of open cases, to whoever asks for it. */
export async function listCases(parts: SpeakUpParts, turn: Turn<Stores>): Promise<Outcome> {
  const text = words(turn.member.locale).desk
  const mine = (await handledBy(parts, turn)) ?? []
  const sections = await Promise.all(mine.slice(0, MOST_LISTED).map((file) => listed(parts, turn, file)))
  const message: Message =
    mine.length === 0 ? { text: text.none } : { title: text.list, text: String(mine.length), sections }
  return {
    say: [{ to: { kind: 'person', person: turn.member.id }, class: 'answer', content: { kind: 'message', message } }],
  }
}

/** One line of a list, with what is next. */
export async function listed(parts: SpeakUpParts, turn: Turn<Stores>, file: CaseFile): Promise<Section> {
  const { locale } = turn.member
  const text = words(locale).desk
  const person = await turn.stores.people.get(turn.member.id)
  const steps = person ? stepsFor(parts, file, partyOf(parts, file, person)) : []
  const entries = await turn.stores.cases.entries(file.id)
  const toPass = isCoordinated(parts, file) && (file.department === null || unpassed(entries).length > 0)
  const next = stepsShown(steps, toPass).find((what) => what !== 'take')
  return {
    text: text.line(
      parts.vault.tags.show(file.tag, locale),
      topicOf(parts, file).title[locale],
      text.state[file.state],
      showDate(file.answerBy, locale),
    ),
    actions: [
      { id: 'case.open', label: text.open, value: file.id },
      ...(next ? [{ id: `case.${next}`, label: text.steps[next], value: file.id }] : []),
    ],
  }
}
