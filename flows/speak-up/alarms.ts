import { type DueWork, keyFrom, type Recipient, type Say, type View } from '#core'
import { alarmDays, type CaseFile, type Company, dateAt, mayWrite, morningOf, showDate } from '#domain'
import type { SpeakUpParts, Stores } from './parts.ts'
import { readersOf } from './readers.ts'
import { lineSay, ticketRecipients, ticketSubject, UNASKED } from './ticket.ts'
import { topicOf } from './topics.ts'
import { words } from './words.ts'

/** Deadlines of cases: a reminder before, and the next level the day after. On working mornings only. */
export function caseAlarms(parts: SpeakUpParts): DueWork<Stores> {
  const company = () => parts.programs().company

  return {
    name: 'case-alarms',

    async due(stores, now, limit) {
      const { timeZone, calendar, quiet } = company()
      if (!mayWrite(now, timeZone, calendar, quiet)) return []
      return stores.cases.dueAlarms(dateAt(now, timeZone), limit)
    },

    async next(stores) {
      const { timeZone, calendar, quiet } = company()
      const day = await stores.cases.nextAlarm()
      return day === null ? null : morningOf(calendar.onOrAfter(day), '', timeZone, quiet)
    },

    async run(stores, id, now) {
      const { timeZone, calendar } = company()
      const file = await stores.cases.get(id)
      const today = dateAt(now, timeZone)
      if (!file || file.alarmOn === null || file.alarmOn > today) return []
      const { missedOn } = alarmDays(file.answerBy, calendar)
      const missed = today >= missedOn
      await stores.cases.save({ ...file, alarmOn: missed ? null : missedOn }, file.revision)

      const args: Record<string, string> = missed ? { case: id, missed: 'yes' } : { case: id }
      const line = { view: 'case.alarm', args }
      // In the morning on which it was due, whenever it is written; its key leads back to this alarm of this case alone.
      const due = file.alarmOn
      const since = morningOf(calendar.onOrAfter(due), '', timeZone, company().quiet)
      const owed = (say: Say): Say => ({
        ...say,
        key: keyFrom(parts.digest, 'alarm', id, due, missedOn, missed ? 'missed' : '', JSON.stringify(say.to)),
        since: Math.min(since, now),
      })
      const says: Say[] = []
      for (const to of await ticketRecipients(parts, stores, file)) {
        const ticket = await stores.outbox.keyAbout(ticketSubject(id), to)
        if (ticket !== null) says.push(owed(lineSay(file, to, ticket, line)))
      }
      if (!missed) return says
      const above = await nextLevel(stores, file)
      return [
        ...says,
        ...above.map((to) => owed({ to, ...UNASKED, class: 'deadline', content: { kind: 'view', ...line } })),
      ]
    },
  }

  /** Whom a missed deadline is reported to: the coordinator, else the outside person; nobody who should have answered. */
  async function nextLevel(stores: Stores, file: CaseFile): Promise<Recipient[]> {
    const readers = await readersOf(parts, stores)
    for (const role of ['coordinator', 'outside']) {
      const found = readers.inRole(role, file).filter((person) => !readers.may(file, person))
      if (found.length > 0) return found.map((person) => ({ kind: 'person', person: person.id }))
    }
    return []
  }
}

/** When the deadline comes near, and when it was missed. */
export function alarmView(parts: SpeakUpParts): View<Stores> {
  return async ({ case: id = '', missed }, { stores, locale }) => {
    const file = await stores.cases.get(id)
    if (!file) return null
    const text = words(locale).desk
    if (!missed) return { text: text.remind(showDate(file.answerBy, locale)) }
    const topic = topicOf(parts, file).title[locale]
    return { text: text.missed(parts.vault.tags.show(file.tag, locale), topic, showDate(file.answerBy, locale)) }
  }
}

export function firstAlarm(company: Company, answerByDate: string, remindOn: string, today: string): string {
  return remindOn > today ? remindOn : company.calendar.addWorkingDays(answerByDate, 1)
}
