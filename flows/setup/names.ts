import { type Locale, normalise, type Text } from '#core'
import { neededChannels, type Person, type Programs } from '#domain'
import { CHANNEL_NAMES, ROLE_NAMES } from './words.ts'

/** Roles people can be named for: those everybody has first, then the company's own. */
export function rolesOfCompany({ company }: Programs): string[] {
  const own = Object.keys(company.roles)
  const known = Object.keys(ROLE_NAMES).filter((role) => own.includes(role))
  return [...known, ...own.filter((role) => !known.includes(role))]
}

/** Channels that can be bound, the ones something is said in first. */
export function channelsOfCompany(programs: Programs): string[] {
  return [
    ...new Set([...neededChannels(programs), ...Object.keys(programs.company.channels), ...Object.keys(CHANNEL_NAMES)]),
  ]
}

export const roleName = (role: string, locale: Locale): string => ROLE_NAMES[role]?.[locale] ?? role

export const channelName = (channel: string, locale: Locale): string => CHANNEL_NAMES[channel]?.[locale] ?? channel

/** A name as somebody typed it in either language, or as the definitions have it; null for none of them. */
export function readName(
  typed: string,
  among: readonly string[],
  names: Readonly<Record<string, Text>>,
): string | null {
  const wanted = comparable(typed)
  return (
    among.find((one) => [one, ...Object.values(names[one] ?? {})].some((name) => comparable(name) === wanted)) ?? null
  )
}

function comparable(name: string): string {
  return normalise(name).replace(/[\s_-]/g, '')
}

/** A name and what follows it: the longest beginning of the words that is a name. */
export function readNameFirst(
  typed: string,
  among: readonly string[],
  names: Readonly<Record<string, Text>>,
): { name: string; rest: string } | null {
  const parts = typed.normalize('NFKC').trim().split(/\s+/)
  for (let length = parts.length; length > 0; length--) {
    const name = readName(parts.slice(0, length).join(' '), among, names)
    if (name !== null) return { name, rest: parts.slice(length).join(' ') }
  }
  return null
}

/** Whom a name or a number means: the number first, then whole names, then parts of names. */
export function findPeople(people: readonly Person[], typed: string): Person[] {
  const wanted = normalise(typed)
  if (wanted === '') return []
  const byId = people.filter((person) => normalise(person.id) === wanted)
  if (byId.length > 0) return byId
  const whole = people.filter((person) => normalise(person.name) === wanted)
  return whole.length > 0 ? whole : people.filter((person) => normalise(person.name).includes(wanted))
}
