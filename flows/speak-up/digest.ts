import { type DueWork, keyFrom, type Section, type View } from '#core'
import {
  addDays,
  type CaseFile,
  type Company,
  dateAt,
  dayOfWeek,
  mayWrite,
  membersOf,
  morningOf,
  type Person,
  type PlainDate,
  showDate,
} from '#domain'
import type { SpeakUpParts, Stores } from './parts.ts'
import { type Readers, readersOf } from './readers.ts'
import { UNASKED } from './ticket.ts'
import { todayOf } from './today.ts'
import { allTopics, topicOf } from './topics.ts'
import { words } from './words.ts'

/** The Monday of the last week whose digest is done. */
const LAST = 'case-digest'

const MOST_LISTED = 30

/** Once a week, on its first working morning, coordinators see what is open: of what they read, and what is late. */
export function caseDigest(parts: SpeakUpParts): DueWork<Stores> {
  const company = () => parts.programs().company

  return {
    name: 'case-digest',

    async due(stores, now) {
      const { timeZone, calendar, quiet } = company()
      const today = dateAt(now, timeZone)
      if (!mayWrite(now, timeZone, calendar, quiet)) return []
      const week = mondayOf(today)
      return (await stores.settings.get(LAST)) === week ? [] : [week]
    },

    async next(stores) {
      const last = await stores.settings.get(LAST)
      if (last === null || (await stores.cases.open()).length === 0) return null
      return morning(company(), addDays(last, 7))
    },

    async run(stores, week) {
      const last = await stores.settings.get(LAST)
      if (last === week) return []
      await stores.settings.set(LAST, week)
      // From the day it is installed on, not for what was before.
      if (last === null) return []
      const since = morning(company(), week)
      const readers = await readersOf(parts, stores)
      const open = await stores.cases.open()
      return coordinators(parts, await stores.people.all(), dateAt(since, company().timeZone))
        .filter((person) => open.some((file) => inDigest(readers, file, person, todayOf(parts))))
        .map(({ id }) => ({
          to: { kind: 'person', person: id },
          ...UNASKED,
          class: 'report',
          content: { kind: 'view', view: 'case.digest', args: { person: id } },
          key: keyFrom(parts.digest, 'case-digest', week, id),
          since,
        }))
    },
  }
}

export function digestView(parts: SpeakUpParts): View<Stores> {
  return async ({ person: id = '' }, { stores, locale, now, timeZone }) => {
    const person = await stores.people.get(id)
    if (!person) return null
    const readers = await readersOf(parts, stores)
    const today = dateAt(now, timeZone)
    const mine = (await stores.cases.open()).filter((file) => inDigest(readers, file, person, today))
    if (mine.length === 0) return null
    const text = words(locale).desk
    const section = (file: CaseFile): Section => ({
      text: text.digestLine(
        text.line(
          parts.vault.tags.show(file.tag, locale),
          topicOf(parts, file).title[locale],
          text.state[file.state],
          showDate(file.answerBy, locale),
        ),
        isLate(file, today),
      ),
      ...(readers.may(file, person) && { actions: [{ id: 'case.open', label: text.open, value: file.id }] }),
    })
    return {
      title: text.digest,
      text: text.digestText(mine.length, mine.filter((file) => isLate(file, today)).length),
      sections: mine.slice(0, MOST_LISTED).map(section),
    }
  }
}

/** What somebody reads; and, as its alarm does, what is late goes to whoever coordinates. */
function inDigest(readers: Readers, file: CaseFile, person: Person, today: PlainDate): boolean {
  if (readers.may(file, person)) return true
  return isLate(file, today) && readers.inRole('coordinator', file).some(({ id }) => id === person.id)
}

function isLate(file: CaseFile, today: PlainDate): boolean {
  return file.owedOn !== null && file.answerBy < today
}

function coordinators(parts: SpeakUpParts, people: readonly Person[], today: PlainDate): Person[] {
  const { company } = parts.programs()
  const roles = new Set(['coordinator', ...allTopics(parts).flatMap(({ coordinator }) => coordinator ?? [])])
  return [...new Set([...roles].flatMap((role) => membersOf(company, role, people, today)))]
}

function mondayOf(day: PlainDate): PlainDate {
  return addDays(day, -((dayOfWeek(day) + 6) % 7))
}

/** The first working morning of a week. */
function morning({ calendar, timeZone, quiet }: Company, monday: PlainDate): number {
  return morningOf(calendar.onOrAfter(monday), '', timeZone, quiet)
}
