import {
  type CaseFile,
  dateAt,
  hasRole,
  isEmployed,
  isExcluded,
  levelAbove,
  membersOf,
  onDuty,
  type Person,
  type SpeakUpBox,
  type Topic,
} from '#domain'
import { signersOf } from './named-signers.ts'
import type { SpeakUpParts, Stores } from './parts.ts'
import { todayOf } from './today.ts'
import { departmentOf, isCoordinated, topicOf } from './topics.ts'

/**
 * Who may learn of a case. The one place that decides: lists, counts, tickets, alarms and forms all ask here, and it
 * asks who is who at that moment, so that somebody who comes into a role later gains nothing.
 */
export interface Readers {
  /**
   * Those who read and answer: the topic's coordinator, where it has one, and the department it was passed to; else its
   * handlers; where the case is about all of these, the coordinator; then the outside person. What is urgent, whoever is
   * on duty, too, and whoever took it while they were. An appeal: one person above whoever decided. Whoever signed it is
   * none of them: nobody handles what they wrote.
   */
  of(file: CaseFile): Person[]
  may(file: CaseFile, person: Person): boolean
  /** Whether somebody has no part in its handling, whatever role they come into: they must learn nothing of it, or signed it. */
  excluded(file: CaseFile, person: Person): boolean
  /** Whether they signed it, or the case that it appeals, themselves. */
  isOwn(file: CaseFile, person: Person): boolean
  /** Those of a role who may learn of it. */
  inRole(role: string, file: CaseFile): Person[]
  /** Whether it is about somebody at all: then it stands in no channel, since who is in there cannot be read. */
  isAbout(file: CaseFile): boolean
}

/** Roles that read what the topic's own handlers must not, the first that has somebody left. */
const NEXT = ['coordinator', 'outside'] as const

export async function readersOf(parts: SpeakUpParts, stores: Stores): Promise<Readers> {
  const people = await stores.people.all()
  const rules = rulesAmong(parts, people)
  const signer = await signersOf(parts, stores)
  const known = new Map<CaseFile, ReadonlySet<string> | null>()
  /** Null where the key that says whom it is about is lost: then nobody reads it. */
  const about = (file: CaseFile): ReadonlySet<string> | null => {
    const kept = known.get(file)
    if (kept !== undefined) return kept
    const named = aboutOf(parts, file)
    const ids = named && rules.about(topicOf(parts, file), named)
    known.set(file, ids)
    return ids
  }
  const isOwn = (file: CaseFile, person: Person) => signer(file) === person.id
  const excluded = (file: CaseFile, person: Person) => {
    const ids = about(file)
    return ids === null || rules.excluded(person, ids) || isOwn(file, person)
  }
  const inRole = (role: string, file: CaseFile) => rules.members(role).filter((person) => !excluded(file, person))
  /** What somebody on duty took stays in their hands when the next one comes on, until a department has it. */
  const holders = (file: CaseFile) => {
    if (!topicOf(parts, file).urgent || file.department !== null) return []
    const held = people.filter(({ id }) => id === file.handlerId || id === file.deputyId)
    return held.filter((person) => isEmployed(person, todayOf(parts)) && !excluded(file, person))
  }
  const of = (file: CaseFile) => {
    const ids = about(file)
    if (ids === null) return []
    if (file.appealOf !== null) return rules.judges(file, ids, signer(file))
    const first = rules.readers(topicOf(parts, file), ids, signer(file))
    const department = isCoordinated(parts, file) ? departmentOf(parts, file) : null
    return [...new Set([...first, ...holders(file), ...(department ? inRole(department.handlers, file) : [])])]
  }
  return {
    of,
    may: (file, person) => of(file).some(({ id }) => id === person.id),
    excluded,
    isOwn,
    inRole,
    isAbout: (file) => about(file)?.size !== 0,
  }
}

/** Whom a case is about, as it is kept, sealed. */
interface About {
  readonly people: readonly string[]
  /** Whoever is in one of these roles, whenever it is asked. */
  readonly roles: readonly string[]
}

/**
 * What is kept of a new case: whom the author named; everybody whom the topic's rule keeps out on this day, and its roles, so
 * that neither somebody who leaves such a role nor a change of the rule lets anybody in.
 */
export async function aboutNew(
  parts: SpeakUpParts,
  stores: Stores,
  { notFor }: Topic,
  named: readonly string[],
): Promise<string> {
  const rules = rulesAmong(parts, await stores.people.all())
  const people = [...new Set([...named, ...notFor.flatMap(rules.members).map(({ id }) => id)])].sort()
  return JSON.stringify({ people, roles: notFor } satisfies About)
}

/** Who would read a case of this topic about these people; `signer`: who signs it, if anybody does. */
export function readersLeft(
  parts: SpeakUpParts,
  topic: Topic,
  ids: readonly string[],
  people: readonly Person[],
  signer: string | null,
): Person[] {
  const rules = rulesAmong(parts, people)
  return rules.readers(topic, rules.about(topic, { people: ids, roles: [] }), signer)
}

/** Everybody to whom a case of this box could come. */
export function receiversOf(parts: SpeakUpParts, box: SpeakUpBox, people: readonly Person[]): Person[] {
  const { members } = rulesAmong(parts, people)
  return [...new Set([...new Set(rolesIn(box))].flatMap(members))]
}

function rulesAmong(parts: SpeakUpParts, people: readonly Person[]) {
  const { company } = parts.programs()
  const today = dateAt(parts.clock.now(), company.timeZone)
  const byId = new Map(people.map((person) => [person.id, person]))
  const known = new Map<string, Person[]>()
  /** Looked up once: a list asks for the same few roles with every case. */
  const members = (role: string): Person[] => {
    const found = known.get(role) ?? membersOf(company, role, people, today)
    known.set(role, found)
    return found
  }
  const excluded = (person: Person, about: ReadonlySet<string>) => isExcluded(person, about, byId, company)
  return {
    members,
    excluded,
    /** Whom the author named, and whom the topic's rule keeps out, or kept out when it came. */
    about: (topic: Topic, kept: About): ReadonlySet<string> =>
      new Set([...kept.people, ...[...topic.notFor, ...kept.roles].flatMap(members).map(({ id }) => id)]),
    readers: (topic: Topic, about: ReadonlySet<string>, signer: string | null): Person[] => {
      const may = (person: Person) => person.id !== signer && !excluded(person, about)
      const ids = topic.urgent ? onDuty(company.onCall, today) : []
      const duty = ids.flatMap((id) => byId.get(id) ?? []).filter((person) => isEmployed(person, today) && may(person))
      for (const role of [topic.coordinator ?? topic.handlers, ...NEXT]) {
        const left = members(role).filter(may)
        if (left.length > 0) return [...new Set([...left, ...duty])]
      }
      return duty
    },
    judges: ({ deciders }: CaseFile, about: ReadonlySet<string>, signer: string | null): Person[] => {
      const may = (person: Person) => person.id !== signer && isEmployed(person, today) && !excluded(person, about)
      const one = levelAbove(deciders, byId, may)
      if (one) return [one]
      const left = (role: string) => members(role).filter((person) => may(person) && !deciders.includes(person.id))
      return ['outside', 'coordinator'].map(left).find((found) => found.length > 0) ?? []
    },
  }
}

/** Roles to whose people a case of this box could come. */
function rolesIn(box: SpeakUpBox): string[] {
  const roles = box.topics.flatMap(({ handlers, coordinator }) => [
    handlers,
    ...(coordinator === null ? [] : [coordinator]),
  ])
  return [...roles, ...box.departments.map(({ handlers }) => handlers), ...NEXT]
}

/** Null when its key is lost: whom it is about cannot be known, so nobody reads it. */
function aboutOf({ vault }: SpeakUpParts, { key, about }: CaseFile): About | null {
  if (about === '') return { people: [], roles: [] }
  if (!vault.cases.opensKey(key)) return null
  const kept = JSON.parse(vault.cases.open(key, about)) as About | string[]
  // Older cases keep the people alone.
  return Array.isArray(kept) ? { people: kept, roles: [] } : kept
}

/** Whether a case may come to somebody at all: they handle a topic, or stand behind those who do. */
export function mayEverRead(parts: SpeakUpParts, person: Person): boolean {
  const { company, boxes } = parts.programs()
  const today = dateAt(parts.clock.now(), company.timeZone)
  if (onDuty(company.onCall, today).includes(person.id)) return true
  return boxes.flatMap(rolesIn).some((role) => hasRole(company, role, person, today))
}
