import type { PlainDate } from '../calendar/plain-date.ts'
import type { Person } from '../person/person.ts'
import { type Company, membersOf } from './company.ts'

/** Who is who, as administrators said it in the chat: laid over `company.yaml`, so that no file need be edited to begin. */
export interface Setup {
  /** The company's names of channels → `platform:channel id`. */
  readonly channels: Readonly<Record<string, string>>
  readonly holders: readonly RoleHolder[]
}

export interface RoleHolder {
  readonly role: string
  readonly person: string
}

/** What a one-time code is good for: to become the first administrator, or to bind a channel. */
export type CodePurpose = 'admin' | 'bind'

export interface SetupStore {
  current(): Promise<Setup>
  /** Gives a channel its name; the place it had before is forgotten. `by`: person id. */
  bind(channel: string, place: string, by: string, at: number): Promise<void>
  /** False when they hold it already. */
  appoint(role: string, person: string, by: string, at: number): Promise<boolean>
  /** False when nobody had appointed them in the chat. */
  withdraw(role: string, person: string): Promise<boolean>
  /** Keeps a code's hash until it is used or `until`, real time. */
  addCode(hash: string, purpose: CodePurpose, until: number, now: number): Promise<void>
  hasCode(hash: string, purpose: CodePurpose, now: number): Promise<boolean>
  /** Uses a code up; false when it is not known, has run out, or is for something else. */
  takeCode(hash: string, purpose: CodePurpose, now: number): Promise<boolean>
  /** Whatever codes of that purpose are left are good for nothing any more. */
  dropCodes(purpose: CodePurpose): Promise<void>
}

/** The company as its file and its administrators together say: channels bound in the chat come before those of the file, holders beside them. */
export function withSetup(company: Company, { channels, holders }: Setup): Company {
  const roles = { ...company.roles }
  for (const { role, person } of holders) {
    const { people, departments } = roles[role] ?? { people: [], departments: [] }
    if (!people.includes(person)) roles[role] = { people: [...people, person], departments }
  }
  return { ...company, roles, channels: { ...company.channels, ...channels } }
}

/** Roles without which nobody may be asked to speak up: whoever is told when HR does not answer, or is meant. */
export const SPEAK_UP_ROLES = ['coordinator', 'outside'] as const

/** Whether messages to the box would be looked after: both roles are held, and not by one and the same person. */
export function canSpeakUp(company: Company, people: readonly Person[], today: PlainDate): boolean {
  const [coordinators, outsiders] = SPEAK_UP_ROLES.map((role) => membersOf(company, role, people, today))
  const both = new Set([...(coordinators ?? []), ...(outsiders ?? [])].map(({ id }) => id))
  return Boolean(coordinators?.length && outsiders?.length) && both.size > 1
}

/** Whether the company has an administrator who still works here. */
export function hasAdministrator(company: Company, people: readonly Person[], today: PlainDate): boolean {
  return membersOf(company, 'admin', people, today).length > 0
}
