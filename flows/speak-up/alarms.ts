import { type DueWork, keyFrom, type Say, type View } from '#core'
import { type CaseAlarm, type CaseFile, dateAt, instantAt, mayWrite, morningOf, nextAlarmDay, showDate } from '#domain'
import { told } from './alarm-recipients.ts'
import type { SpeakUpParts, Stores } from './parts.ts'
import { alarmsFor } from './promise.ts'
import { UNASKED } from './ticket.ts'
import { allTopics, topicOf } from './topics.ts'
import { words } from './words.ts'

/** Deadlines of cases: reminders before, and the next level after. On working mornings; what is urgent on any day, at once. */
export function caseAlarms(parts: SpeakUpParts): DueWork<Stores> {
  const company = () => parts.programs().company
  const urgent = () =>
    allTopics(parts)
      .filter((topic) => topic.urgent)
      .map(({ id }) => id)

  return {
    name: 'case-alarms',

    async due(stores, now, limit) {
      const { timeZone, calendar, quiet } = company()
      const today = dateAt(now, timeZone)
      if (mayWrite(now, timeZone, calendar, quiet)) return stores.cases.dueAlarms(today, limit)
      return urgent().length > 0 ? stores.cases.dueAlarms(today, limit, urgent()) : []
    },

    async next(stores) {
      const { timeZone, calendar, quiet } = company()
      const day = await stores.cases.nextAlarm()
      const soonest = urgent().length > 0 ? await stores.cases.nextAlarm(urgent()) : null
      const times = [
        ...(day === null ? [] : [morningOf(calendar.onOrAfter(day), '', timeZone, quiet)]),
        ...(soonest === null ? [] : [instantAt(soonest, '00:00', timeZone)]),
      ]
      return times.length === 0 ? null : Math.min(...times)
    },

    async run(stores, id, now) {
      const file = await stores.cases.get(id)
      const today = dateAt(now, company().timeZone)
      if (!file || file.alarmOn === null || file.alarmOn > today) return []
      const alarms = alarmsFor(parts, file)
      await stores.cases.save({ ...file, alarmOn: nextAlarmDay(alarms, today) }, file.revision)
      const says: Say[] = []
      for (const alarm of standing(alarms, file.alarmOn, today)) {
        for (const say of await told(parts, stores, file, alarm, lineOf(file, alarm)))
          says.push(owed(file, alarm, say, now))
      }
      return says
    },
  }

  /** On the morning on which it was due, whenever it is written; its key leads back to this alarm of this case alone. */
  function owed(file: CaseFile, { what, of }: CaseAlarm, say: Say, now: number): Say {
    const { timeZone, calendar, quiet } = company()
    const due = file.alarmOn ?? ''
    const since = topicOf(parts, file).urgent
      ? instantAt(due, '00:00', timeZone)
      : morningOf(calendar.onOrAfter(due), '', timeZone, quiet)
    return {
      ...say,
      ...UNASKED,
      key: keyFrom(parts.digest, 'alarm', file.id, due, file.answerBy, what, of, JSON.stringify(say.to)),
      since: Math.min(since, now),
    }
  }
}

/** What is to be said of alarms that came due since then: of each deadline the last that happened to it. */
function standing(alarms: readonly CaseAlarm[], since: string, today: string): CaseAlarm[] {
  const due = alarms.filter(({ on, what }) => on <= today && (on >= since || what === 'missed'))
  return (['acknowledge', 'answer'] as const).flatMap((of) => due.findLast((alarm) => alarm.of === of) ?? [])
}

function lineOf(file: CaseFile, { what, of }: CaseAlarm) {
  return { view: 'case.alarm', args: { case: file.id, of, ...(what === 'missed' && { missed: 'yes' }) } }
}

/** When a deadline comes near, and when it was missed. */
export function alarmView(parts: SpeakUpParts): View<Stores> {
  return async ({ case: id = '', missed, of }, { stores, locale }) => {
    const file = await stores.cases.get(id)
    if (!file) return null
    const text = words(locale).desk
    if (of === 'acknowledge') {
      // Meanwhile somebody has it in hand: nothing is left to tell.
      if (file.acknowledgeBy === null) return null
      const by = showDate(file.acknowledgeBy, locale)
      return { text: missed ? text.missedTaking(nameOf(parts, file, locale), by) : text.remindTaking(by) }
    }
    const by = showDate(file.answerBy, locale)
    return { text: missed ? text.missed(nameOf(parts, file, locale), by) : text.remind(by) }
  }
}

/** As handlers speak of a case: its tag and topic. */
function nameOf(parts: SpeakUpParts, file: CaseFile, locale: 'zh-CN' | 'en'): string {
  return words(locale).desk.named(parts.vault.tags.show(file.tag, locale), topicOf(parts, file).title[locale])
}
