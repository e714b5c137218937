import type { Finding } from '#core'
import { dateAt, membersOf, offeredBoxes } from '#domain'
import type { CompanyData } from '../company-data.ts'
import type { Config } from '../config.ts'
import { note, ok, wrong } from '../doctor/finding.ts'
import { DOCTOR_WORDS } from './doctor-words.ts'

/** Whether there is a staff list, and somebody on it for every role that is needed. */
export async function checkPeople({ locale }: Config, { database, programs, clock }: CompanyData): Promise<Finding[]> {
  if ((await database.pending()).length > 0) return []
  const words = DOCTOR_WORDS[locale]
  const { company, boxes, cadences } = programs.current()
  const people = await database.transaction((stores) => stores.people.all())
  const today = dateAt(clock.now(), company.timeZone)
  const used = new Set([
    ...offeredBoxes({ boxes, company })
      .flatMap(({ topics }) => topics)
      .map((topic) => topic.handlers),
    ...[...cadences.values()].flatMap((cadence) =>
      cadence.series.flatMap(({ who }) => (who.kind === 'role' ? [who.role] : [])),
    ),
    'coordinator',
    'outside',
  ])
  const empty = [...used].filter((role) => membersOf(company, role, people, today).length === 0)
  const named = Object.values(company.roles).flatMap((role) => role.people)
  const unknown = [...new Set(named)].filter((id) => !people.some((person) => person.id === id))
  return [
    people.length === 0 ? note(words.nobody) : ok(words.people(people.length)),
    ...empty.map((role) => wrong(words.roleEmpty(role))),
    ...unknown.map((id) => wrong(words.notStaff(id))),
  ]
}
