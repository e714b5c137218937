import type { Action, Locale, Message, Section, View } from '#core'
import { allQuestions, dateAt, gradeOf, type Occurrence, showAnswer, showDate } from '#domain'
import type { FollowUpParts, Stores } from './parts.ts'
import { seriesOf } from './planning.ts'
import { loadSubject, type Subject } from './subject.ts'
import { words } from './words.ts'

/** Items of one message; more than fit on a screen help nobody. */
const MOST_ITEMS = 20

/** A reminder, or a digest of several: rendered when it is sent, so that what was done meanwhile is left out. */
export function itemsView(parts: FollowUpParts): View<Stores> {
  return async ({ keys = '', late = '', for: person = '' }, { stores, locale, now }) => {
    const lateKeys = new Set(late.split('\n'))
    const open: Occurrence[] = []
    for (const key of keys.split('\n')) {
      const occurrence = await stores.occurrences.get(key)
      if (occurrence?.state === 'open') open.push(occurrence)
    }
    const cards: Section[] = []
    for (const occurrence of open.slice(0, MOST_ITEMS)) {
      const section = await itemSection(parts, stores, occurrence, {
        locale,
        now,
        late: lateKeys.has(occurrence.key),
        reader: person,
      })
      if (section) cards.push(section)
    }
    return asMessage(cards, open.length - cards.length, locale)
  }
}

function asMessage(cards: readonly Section[], more: number, locale: Locale): Message | null {
  const text = words(locale)
  const [first] = cards
  if (!first) return null
  if (cards.length === 1 && more === 0) {
    const [title = '', ...lines] = first.text.split('\n')
    return { title, text: lines.join('\n'), ...(first.actions && { actions: first.actions }) }
  }
  const hint = more > 0 ? `${text.digestHint}\n${text.more(more)}` : text.digestHint
  return { title: text.digest(cards.length + more), text: hint, sections: cards }
}

interface ItemOptions {
  readonly locale: Locale
  readonly now: number
  readonly late: boolean
  /** Who reads it: for somebody else's item it says whose it is. */
  readonly reader: string
}

/** One thing to follow up: what, whom, by when, what is known, and the buttons. */
export async function itemSection(
  parts: FollowUpParts,
  stores: Stores,
  occurrence: Occurrence,
  { locale, now, late, reader }: ItemOptions,
): Promise<Section | null> {
  const found = seriesOf(parts, occurrence)
  const subject = found && (await loadSubject(stores, occurrence.subject))
  if (!found || !subject) return null
  const { cadence, series } = found
  const text = words(locale)
  const today = dateAt(now, parts.programs().company.timeZone)
  const overdue = occurrence.deadlineOn < today
  const deadline = overdue
    ? text.overdue(showDate(occurrence.deadlineOn, locale))
    : text.due(showDate(occurrence.deadlineOn, locale))
  const owner = occurrence.ownerId === null ? null : await stores.people.get(occurrence.ownerId)
  const others = await stores.occurrences.of(occurrence.cadence, occurrence.subject)
  const missed = others.filter((one) => one.state === 'missed' && one.anchorOn === occurrence.anchorOn).length
  const lines = [
    text.heading(cadence.title[locale], subject.name, series.how[locale]),
    `${deadline}${late ? text.lateReminder : ''}`,
    ...(reader !== occurrence.ownerId ? [text.escalation(owner?.name ?? text.nobody)] : []),
    ...(missed > 0 ? [text.missedBefore(missed)] : []),
    ...(occurrence.provisional ? [text.provisional(occurrence.deadlineOn.slice(0, 4))] : []),
    ...facts(parts, subject, locale),
    ...(await lastRecord(parts, stores, occurrence, locale)),
    ...(cadence.talk ? [cadence.talk[locale]] : []),
  ]
  return { text: lines.join('\n'), actions: itemActions(occurrence, locale) }
}

function facts(parts: FollowUpParts, { person, customer }: Subject, locale: Locale): string[] {
  const text = words(locale)
  if (person) {
    const post = text.post(person.department, person.title)
    return [
      ...(post ? [post] : []),
      ...(person.leftOn ? [text.left(showDate(person.leftOn, locale))] : []),
      ...(person.mobile ? [text.phone(person.mobile)] : []),
    ]
  }
  if (!customer) return []
  const rules = [...parts.programs().cadences.values()].flatMap((cadence) => cadence.grades)
  const grade = gradeOf(customer, rules)
  return [
    ...(grade ? [text.grade(grade)] : []),
    customer.lastVisitOn ? text.lastVisit(showDate(customer.lastVisitOn, locale)) : text.never,
  ]
}

async function lastRecord(
  parts: FollowUpParts,
  stores: Stores,
  occurrence: Occurrence,
  locale: Locale,
): Promise<string[]> {
  const record = (await stores.occurrences.records(occurrence.subject)).at(-1)
  const form = record && (await parts.pinned.read(stores.forms, record.content))
  if (!record || !form) return []
  const questions = allQuestions(form.items)
  const answers = questions.flatMap((question) => {
    const given = record.answers[question.id]
    return given === undefined ? [] : [showAnswer(question, given, locale)]
  })
  return [
    words(locale).lastRecord(showDate(record.contactedOn, locale), answers.join(locale === 'zh-CN' ? '；' : '; ')),
  ]
}

function itemActions({ key: value }: Occurrence, locale: Locale): Action[] {
  const text = words(locale)
  return [
    { id: 'follow-up.done', label: text.done, value, style: 'primary' },
    { id: 'follow-up.snooze', label: text.snooze, value },
    { id: 'follow-up.move', label: text.move, value },
    { id: 'follow-up.decline', label: text.decline, value },
  ]
}
