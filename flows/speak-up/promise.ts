import {
  alarmsOf,
  type CaseAlarm,
  type CaseClock,
  type CaseDebt,
  type CaseFile,
  nextAlarmDay,
  owed,
  type PlainDate,
} from '#domain'
import type { SpeakUpParts } from './parts.ts'
import { boxOf, topicOf } from './topics.ts'

/** What is promised for something that came in today, and when somebody is told of it next. */
export function promise(
  parts: SpeakUpParts,
  file: Pick<CaseFile, 'topic' | 'appealOf'>,
  today: PlainDate,
): Pick<CaseFile, 'owedOn' | 'answerBy' | 'acknowledgeBy' | 'alarmOn'> {
  const debt = owed(today, clockOf(parts, file), parts.programs().company.calendar)
  return { ...debt, alarmOn: nextAlarmDay(alarmsFor(parts, { ...file, ...debt }), today) }
}

/** Everything about which somebody will be told while an answer is owed. */
export function alarmsFor(parts: SpeakUpParts, file: CaseDebt & Pick<CaseFile, 'topic' | 'appealOf'>): CaseAlarm[] {
  const { calendar } = parts.programs().company
  return alarmsOf(file, clockOf(parts, file), calendar, topicOf(parts, file).urgent)
}

function clockOf(parts: SpeakUpParts, file: Pick<CaseFile, 'topic' | 'appealOf'>): CaseClock {
  return file.appealOf === null ? topicOf(parts, file).clock : boxOf(parts, file).appeals
}
