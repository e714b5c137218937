import type { DueWork } from '#core'
import { type CaseCount, type CaseFile, dateAt, endedQuarters, quarterDays, quarterOf, statisticsTable } from '#domain'
import type { SpeakUpParts, Stores } from './parts.ts'
import { promise } from './promise.ts'
import { readersOf } from './readers.ts'

/** How long after its end a quarter is counted: by then what came in on its last day should have been answered. */
const SETTLED_DAYS = 30

/** Quarters looked at after a standstill. */
const QUARTERS = 4

/**
 * What is counted of a case; null when it is about somebody: such a case is in no number, so that those it is about see the
 * same with it and without it.
 */
export async function countOf(
  parts: SpeakUpParts,
  stores: Stores,
  file: CaseFile,
  today: string,
): Promise<CaseCount | null> {
  if ((await readersOf(parts, stores)).isAbout(file)) return null
  const deadline = promise(parts, file, file.receivedOn).answerBy
  const first = (await stores.cases.entries(file.id)).find(({ side, kind }) => side === 'handler' && kind !== 'note')
  const inTime = first ? first.on <= deadline : today > deadline ? false : null
  return { quarter: quarterOf(file.receivedOn), topic: file.topic, inTime }
}

/** Makes the table of a quarter when it has settled, once. */
export function countQuarters(parts: SpeakUpParts): DueWork<Stores> {
  const settled = (now: number) => endedQuarters(dateAt(now, parts.programs().company.timeZone), SETTLED_DAYS, QUARTERS)

  return {
    name: 'count-quarters',

    async due({ statistics }, now) {
      const made = new Set((await statistics.tables(QUARTERS)).map(({ quarter }) => quarter))
      return settled(now).filter((quarter) => !made.has(quarter))
    },

    next: async () => null,

    async run(stores, quarter, now) {
      if (!settled(now).includes(quarter) || (await stores.statistics.table(quarter))) return []
      const today = dateAt(now, parts.programs().company.timeZone)
      const counts = await stores.statistics.kept(quarter)
      const { from, before } = quarterDays(quarter)
      for (const file of await stores.cases.receivedBetween(from, before)) {
        const count = await countOf(parts, stores, file, today)
        if (count) counts.push(count)
      }
      await stores.statistics.freeze(statisticsTable(quarter, counts))
      return []
    },
  }
}
