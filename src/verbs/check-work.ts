import type { Finding } from '#core'
import { dateAt } from '#domain'
import { monthlyCalls } from '#jobs'
import type { CompanyData } from '../company-data.ts'
import type { Config } from '../config.ts'
import { note, ok, wrong } from '../doctor/finding.ts'
import { DOCTOR_WORDS } from './doctor-words.ts'

/** What waits to be sent, and what is to be followed up. */
export async function checkWork({ locale }: Config, { database, clock }: CompanyData): Promise<Finding[]> {
  if ((await database.pending()).length > 0) return []
  const words = DOCTOR_WORDS[locale]
  const { counts, open } = await database.transaction(async (stores) => ({
    counts: await stores.outbox.counts(clock.now()),
    open: (await stores.occurrences.all()).filter((one) => one.state === 'open'),
  }))
  const guesses = open.filter((one) => one.provisional).length
  const ownerless = open.filter((one) => one.nextFor === '').length
  return [
    ok(words.outbox(counts.pending, counts.sent)),
    ...(counts.refused > 0 ? [note(words.refused(counts.refused))] : []),
    ok(words.followUps(open.length)),
    ...(guesses > 0 ? [note(words.guesses(guesses))] : []),
    ...(ownerless > 0 ? [wrong(words.ownerless(ownerless))] : []),
  ]
}

/** Where a platform counts calls by the month: a warning when four fifths are gone. */
export async function checkCalls({ locale }: Config, { database, clock, programs }: CompanyData): Promise<Finding[]> {
  if ((await database.pending()).length > 0) return []
  const words = DOCTOR_WORDS[locale]
  const known = await database.transaction(({ buckets }) => monthlyCalls(buckets))
  const months = [programs.current().company.timeZone, 'Asia/Shanghai'].map((zone) =>
    dateAt(clock.now(), zone).slice(0, 7),
  )
  return known
    .filter(({ month }) => months.includes(month))
    .map(({ route, month, spent, calls }) => {
      const text = words.calls(route, spent, calls, month)
      if (spent < 0.8 * calls) return ok(text)
      return spent < calls ? note(words.callsLow(text)) : wrong(words.callsGone(text))
    })
}

/** Whether the public holidays of this year and the next are known. */
export function checkCalendar({ locale }: Config, { programs, clock }: CompanyData): Finding[] {
  const words = DOCTOR_WORDS[locale]
  const { calendar, timeZone } = programs.current().company
  const year = Number(dateAt(clock.now(), timeZone).slice(0, 4))
  return [year, year + 1].map((one) =>
    calendar.known(`${one}-01-01`) ? ok(words.calendar(one)) : note(words.calendarMissing(one)),
  )
}
