import type { PlainDate } from '../calendar/plain-date.ts'
import type { QuietHours } from '../calendar/quiet-hours.ts'
import type { WorkingCalendar } from '../calendar/working-calendar.ts'
import type { OnCall } from '../case/on-call.ts'
import { isEmployed, type Person } from '../person/person.ts'
import type { Locale, Text } from '../text.ts'

/** Who is who: `company.yaml`. */
export interface Company {
  readonly name: Text
  readonly language: Locale
  readonly timeZone: string
  readonly calendar: WorkingCalendar
  readonly quiet: QuietHours
  /** Whom a stranger is told to ask. */
  readonly contact: Text
  readonly roles: Readonly<Record<string, RoleMembers>>
  /** Who stands in for whom: a person → those who do. */
  readonly deputies: Readonly<Record<string, readonly string[]>>
  /** Who is on duty for what is urgent. */
  readonly onCall: OnCall
  /** The company's names of channels → `platform:channel id`. */
  readonly channels: Readonly<Record<string, string>>
  /** Whether what people write crosses at once, whatever the boxes say. */
  readonly immediate: boolean
  /** How many return words everybody is shown, and the name of the channel in which they are posted, where it is bound. */
  readonly returnWords: { readonly count: number; readonly channel: string }
}

export interface RoleMembers {
  readonly people: readonly string[]
  readonly departments: readonly string[]
}

/** The people in a role who still work here, in the order the file names them. */
export function membersOf(company: Company, role: string, people: readonly Person[], today: PlainDate): Person[] {
  const members = company.roles[role]
  if (!members) return []
  const named = members.people.flatMap((id) => people.filter((person) => person.id === id))
  const others = people.filter(
    (person) => members.departments.includes(person.department) && !members.people.includes(person.id),
  )
  return [...named, ...others].filter((person) => isEmployed(person, today))
}

export function hasRole(company: Company, role: string, person: Person, today: PlainDate): boolean {
  return membersOf(company, role, [person], today).length > 0
}

export function rolesOf(company: Company, person: Person, today: PlainDate): string[] {
  return Object.keys(company.roles).filter((role) => hasRole(company, role, person, today))
}
