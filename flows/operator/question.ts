import type { Action, HeldMessage, Locale, Message, Question, View } from '#core'
import { dateAt, parseRef, showDate, timeAt } from '#domain'
import { type Reason, reasonOf } from './asking.ts'
import { subjectsOf } from './audience.ts'
import type { OperatorParts, Stores } from './parts.ts'
import { words } from './words.ts'

/** Names shown of many. */
const MOST_NAMES = 5

/** The card: to whom, what about, since when; never what the message says. */
export function questionView(parts: OperatorParts): View<Stores> {
  return async ({ question: id = '', index = '' }, { stores, locale }) => {
    const question = await stores.outbox.question(id)
    const [first] = question?.messages ?? []
    if (!question || !first || question.decided) return null
    const reason = reasonOf(first)
    const { company } = parts.programs()
    const since = Math.min(...question.messages.map((one) => one.since))
    const facts = {
      count: question.messages.length,
      who: await recipients(stores, question, locale),
      about: await aboutOf(stores, first, locale),
      since: `${showDate(dateAt(since, company.timeZone), locale)} ${timeAt(since, company.timeZone)}`,
    }
    return card(reason, facts, `${id}|${index}`, locale)
  }
}

interface Facts {
  readonly count: number
  readonly who: string
  readonly about: string
  readonly since: string
}

function card(reason: Reason, facts: Facts, value: string, locale: Locale): Message {
  const text = words(locale)
  const many = facts.count > 1
  const again: Action = { id: 'operator.again', label: text.labels[reason][many ? 'againAll' : 'again'], value }
  const settled: Action =
    reason === 'unknown'
      ? { id: 'operator.arrived', label: many ? text.labels.unknown.arrivedAll : text.labels.unknown.arrived, value }
      : { id: 'operator.dropped', label: text.labels[reason].drop, value }
  const say = text[reason]
  return {
    title: say.title(facts.count),
    text: many ? say.many(facts.count, facts.who, facts.since) : say.one(facts.who, facts.about, facts.since),
    actions: reason === 'unknown' ? [settled, again] : [{ ...again, style: 'primary' }, settled],
  }
}

async function recipients(stores: Stores, { messages }: Question, locale: Locale): Promise<string> {
  const text = words(locale)
  const ids = messages.flatMap(({ to }) => (to.kind === 'person' ? [to.person] : []))
  const people = new Map((await stores.people.many(ids)).map((person) => [person.id, person.name]))
  const names = messages.flatMap(({ to }) => {
    if (to.kind === 'person') return [people.get(to.person) ?? to.person]
    return to.kind === 'channel' ? [text.channel(to.channel)] : []
  })
  const distinct = [...new Set(names)]
  const shown = distinct.slice(0, MOST_NAMES).join(text.comma)
  return distinct.length > MOST_NAMES ? text.andOthers(shown, distinct.length) : shown
}

/** What a message was about, as far as whoever is asked may know: of cases, not even that they are cases. */
async function aboutOf(stores: Stores, row: HeldMessage, locale: Locale): Promise<string> {
  const text = words(locale)
  const names: string[] = []
  for (const key of subjectsOf(row).slice(0, MOST_NAMES)) {
    const { kind, id } = parseRef(key.slice(0, key.indexOf('@')))
    const found = kind === 'customer' ? await stores.customers.get(id) : await stores.people.get(id)
    names.push(found?.name ?? id)
  }
  if (names.length > 0) return text.followUp([...new Set(names)].join(text.comma))
  return row.class === 'greeting' || row.class === 'report' ? text.about[row.class] : text.about.other
}
