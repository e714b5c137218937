import { alarmDays, answerBy, type CaseFile, type PlainDate, type Topic } from '#domain'
import { firstAlarm } from './alarms.ts'
import type { SpeakUpParts } from './parts.ts'

/** By when an answer is promised, and when somebody is reminded of that. */
export function promise(
  { programs }: SpeakUpParts,
  topic: Topic,
  today: PlainDate,
): Pick<CaseFile, 'answerBy' | 'alarmOn'> {
  const { company } = programs()
  const deadline = answerBy(today, topic.answerWithin, company.calendar)
  const { remindOn } = alarmDays(deadline, company.calendar)
  return { answerBy: deadline, alarmOn: firstAlarm(company, deadline, remindOn, today) }
}
