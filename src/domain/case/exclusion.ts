import type { Company } from '../company/company.ts'
import type { Person } from '../person/person.ts'

/**
 * Whether somebody must learn nothing of a case: it is about them, they stand in for somebody it is about, or they
 * report to one, directly or through others. Decided by who is who at this moment, whenever it is asked.
 */
export function isExcluded(
  person: Person,
  about: ReadonlySet<string>,
  people: ReadonlyMap<string, Person>,
  { deputies }: Company,
): boolean {
  if (about.size === 0) return false
  if ([...about].some((id) => deputies[id]?.includes(person.id))) return true
  const seen = new Set<string>()
  for (let at: Person | undefined = person; at && !seen.has(at.id); at = people.get(at.managerId ?? '')) {
    if (about.has(at.id)) return true
    seen.add(at.id)
  }
  return false
}

/** Somebody named in a text as people name each other: by employee number or by full name; all who bear it. */
export function namedPeople(typed: string, people: readonly Person[]): { found: Person[]; unknown: string[] } {
  const names = typed
    .normalize('NFKC')
    .split(/[,;、，；\n]+/u)
    .map(plain)
    .filter((name) => name !== '')
  const found: Person[] = []
  const unknown: string[] = []
  for (const name of names) {
    const bearers = people.filter((person) => plain(person.id) === name || plain(person.name) === name)
    if (bearers.length === 0) unknown.push(name)
    found.push(...bearers)
  }
  return { found, unknown }
}

function plain(name: string): string {
  return name.normalize('NFKC').trim().replaceAll(/\s+/gu, ' ').toLowerCase()
}
