import type { Bar, Message, Outcome, Section, Turn } from '#core'
import { SMALLEST_GROUP, type StatisticsTable } from '#domain'
import type { SpeakUpParts, Stores } from './parts.ts'
import { mayEverRead } from './readers.ts'
import { allTopics } from './topics.ts'
import { words } from './words.ts'

/** A year. */
const QUARTERS = 4

/** The fixed tables of the last quarters, for those who answer. There is nothing to filter by. */
export async function showStatistics(parts: SpeakUpParts, turn: Turn<Stores>): Promise<Outcome> {
  const text = words(turn.member.locale).statistics
  const person = await turn.stores.people.get(turn.member.id)
  if (!person || !mayEverRead(parts, person)) {
    return { notices: [{ text: words(turn.member.locale).desk.notHandler }] }
  }
  const tables = await turn.stores.statistics.tables(QUARTERS)
  const told = tables.filter(({ rows }) => rows.length > 0)
  const message: Message = {
    title: text.title,
    text: [told.length === 0 ? text.none : text.about(SMALLEST_GROUP)].join('\n'),
    sections: told.map((table) => quarterSection(parts, turn, table)),
  }
  return {
    say: [{ to: { kind: 'person', person: person.id }, class: 'answer', content: { kind: 'message', message } }],
  }
}

function quarterSection(parts: SpeakUpParts, { member: { locale } }: Turn<Stores>, table: StatisticsTable): Section {
  const text = words(locale).statistics
  const most = Math.max(...table.rows.map(({ cases }) => cases))
  const bars = table.rows.map(({ topic, cases, inTime }): Bar => {
    const title =
      topic === null ? text.others : (allTopics(parts).find(({ id }) => id === topic)?.title[locale] ?? topic)
    const label = inTime === null ? title : text.inTime(title, inTime)
    return { label, count: cases, share: cases / most }
  })
  const [year = '', n = ''] = table.quarter.split('-Q')
  return { text: text.quarter(year, n), bars }
}
