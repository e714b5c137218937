import { addDays, addPeriod, type PlainDate } from '../calendar/plain-date.ts'

/** No number below this is shown: a handful of cases are people one could guess. It cannot be lowered. */
export const SMALLEST_GROUP = 5

/** Three months: `2026-Q1`. */
export type Quarter = string

/** What is counted of a case: nothing that says which one it is. */
export interface CaseCount {
  readonly quarter: Quarter
  readonly topic: string
  /** Whether the first answer came in time; null while nobody can say. */
  readonly inTime: boolean | null
}

interface StatisticsRow {
  /** Topics that stand for themselves; null for all the small ones together. */
  readonly topic: string | null
  readonly cases: number
  /** Null where so few were late, or in time, that they are not told apart. */
  readonly inTime: number | null
}

/** The table of a quarter. It is made once and never again: two versions could be compared. */
export interface StatisticsTable {
  readonly quarter: Quarter
  /** Empty when fewer than the smallest group came at all. */
  readonly rows: readonly StatisticsRow[]
}

export interface StatisticsStore {
  /** Keeps what is counted of a case that is about to go, under a random id that means nothing. */
  add(id: string, count: CaseCount): Promise<void>
  /** What was kept of a quarter. */
  kept(quarter: Quarter): Promise<CaseCount[]>
  table(quarter: Quarter): Promise<StatisticsTable | null>
  /** Keeps the table of a quarter, and forgets what it was counted from; one that is there stays as it is. */
  freeze(table: StatisticsTable): Promise<void>
  /** The newest first. */
  tables(limit: number): Promise<StatisticsTable[]>
}

export function quarterOf(date: PlainDate): Quarter {
  return `${date.slice(0, 4)}-Q${Math.ceil(Number(date.slice(5, 7)) / 3)}`
}

/** Its first day and the day after its last. */
export function quarterDays(quarter: Quarter): { from: PlainDate; before: PlainDate } {
  const [year = '', n = ''] = quarter.split('-Q')
  const from = `${year}-${String(Number(n) * 3 - 2).padStart(2, '0')}-01`
  return { from, before: addPeriod(from, 'P3M') }
}

/** The last quarters whose end lies so many days back, the newest first. */
export function endedQuarters(today: PlainDate, days: number, count: number): Quarter[] {
  const running = quarterOf(addDays(today, -days))
  const found: Quarter[] = []
  let [year = 0, n = 0] = running.split('-Q').map(Number)
  while (found.length < count) {
    n -= 1
    if (n === 0) {
      year -= 1
      n = 4
    }
    found.push(`${year}-Q${n}`)
  }
  return found
}

/**
 * The table of a quarter: cases by topic. Topics with fewer than the smallest group are counted together; where even
 * these are too few, the next larger topic joins them, so that no number can be had by subtracting the others.
 */
export function statisticsTable(quarter: Quarter, counts: readonly CaseCount[]): StatisticsTable {
  const byTopic = new Map<string, CaseCount[]>()
  for (const count of counts) byTopic.set(count.topic, [...(byTopic.get(count.topic) ?? []), count])
  const groups = [...byTopic].sort(([a, one], [b, other]) => other.length - one.length || (a < b ? -1 : 1))
  const small: CaseCount[] = []
  while (
    groups.length > 0 &&
    (lastOf(groups) < SMALLEST_GROUP || (small.length > 0 && small.length < SMALLEST_GROUP))
  ) {
    small.push(...(groups.pop()?.[1] ?? []))
  }
  const rows: StatisticsRow[] = groups.map(([topic, cases]) => ({ topic, ...numbers(cases) }))
  if (small.length >= SMALLEST_GROUP) rows.push({ topic: null, ...numbers(small) })
  return { quarter, rows }
}

function lastOf(groups: readonly (readonly [string, readonly CaseCount[]])[]): number {
  return groups.at(-1)?.[1].length ?? 0
}

function numbers(cases: readonly CaseCount[]): { cases: number; inTime: number | null } {
  const inTime = cases.filter((one) => one.inTime === true).length
  const told = [inTime, cases.length - inTime].every((part) => part === 0 || part >= SMALLEST_GROUP)
  return { cases: cases.length, inTime: told ? inTime : null }
}
