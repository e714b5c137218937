import type { Person } from '../person/person.ts'

/**
 * Who decides an appeal: one level above whoever decided last, and on upwards past those who took part or may not know of
 * it; null where the line ends without anybody.
 */
export function levelAbove(
  deciders: readonly string[],
  people: ReadonlyMap<string, Person>,
  may: (person: Person) => boolean,
): Person | null {
  const seen = new Set<string>()
  let at = people.get(deciders.at(-1) ?? '')
  while (at && !seen.has(at.id)) {
    seen.add(at.id)
    at = people.get(at.managerId ?? '')
    if (at && !deciders.includes(at.id) && may(at)) return at
  }
  return null
}
