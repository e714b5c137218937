import type { Content, Recipient, Say } from '#core'
import type { CaseFile } from '#domain'
import type { SpeakUpParts, Stores } from './parts.ts'
import { partyOf } from './party.ts'
import { readersOf } from './readers.ts'
import { departmentOf, isCoordinated, topicOf } from './topics.ts'

/** Operators are never asked about what concerns a case: that there is one is nothing to tell them. It is sent once more. */
export const UNASKED = { whenUncertain: 'repeat' } as const

/** The ticket of a case is one message in a channel, or one per handler where there is no channel. */
export function ticketSubject(caseId: string): string {
  return `case:${caseId}`
}

/** On which side of the coordinator a ticket stands; where nobody stands between, with the handlers. */
export type Desk = 'coordinator' | 'handlers'

export interface TicketPlace {
  readonly to: Recipient
  readonly desk: Desk
}

/**
 * Where the ticket stands: with its coordinators one by one; in the channel of the topic or the department, else with each of
 * its readers. What is about somebody, or appeals, goes to its readers alone: who is in a channel cannot be read.
 */
export async function ticketPlaces(parts: SpeakUpParts, stores: Stores, file: CaseFile): Promise<TicketPlace[]> {
  const { company } = parts.programs()
  const readers = await readersOf(parts, stores)
  const coordinated = isCoordinated(parts, file)
  const all = readers.of(file)
  const between = all.filter((person) => coordinated && partyOf(parts, file, person) === 'coordinator')
  const handlers = all.filter((person) => !between.includes(person))
  const withPerson = (desk: Desk) => (person: { readonly id: string }) =>
    ({ to: { kind: 'person', person: person.id }, desk }) as const
  const places: TicketPlace[] = between.map(withPerson('coordinator'))
  if (coordinated && file.department === null) return places
  const channel = coordinated ? departmentOf(parts, file)?.channel : topicOf(parts, file).channel
  const open = channel && company.channels[channel] && !readers.isAbout(file) && file.appealOf === null
  if (open) return [...places, { to: { kind: 'channel', channel }, desk: 'handlers' }]
  return [...places, ...handlers.map(withPerson('handlers'))]
}

/** The new ticket. */
export async function sayTicket(parts: SpeakUpParts, stores: Stores, file: CaseFile): Promise<Say[]> {
  return (await ticketPlaces(parts, stores, file)).map((place) => ticketSay(file, place))
}

/** A ticket in one place. */
export function ticketSay(file: CaseFile, { to, desk }: TicketPlace): Say {
  return { to, ...UNASKED, class: 'deadline', subject: ticketSubject(file.id), content: ticketContent(file, desk) }
}

function ticketContent(file: CaseFile, desk: Desk): Content {
  return { kind: 'view', view: 'case.ticket', args: { case: file.id, desk } }
}

interface Line {
  readonly view: string
  readonly args: Readonly<Record<string, string>>
}

/** Shows the ticket's new state in its place, and a line under it; whoever has no ticket yet gets one. */
export async function sayChange(
  parts: SpeakUpParts,
  stores: Stores,
  file: CaseFile,
  line: Line,
  /** Whose desk the line is for; both unless said. */
  only?: Desk,
): Promise<Say[]> {
  const says: Say[] = []
  for (const place of await ticketPlaces(parts, stores, file)) {
    const { to, desk } = place
    const ticket = await stores.outbox.keyAbout(ticketSubject(file.id), to)
    if (ticket === null) {
      says.push(ticketSay(file, place))
      continue
    }
    says.push({ to, ...UNASKED, class: 'deadline', replaces: ticket, content: ticketContent(file, desk) })
    if (only === undefined || only === desk) says.push(lineSay(file, to, ticket, line))
  }
  return says
}

/** A line under the ticket. */
export function lineSay(file: CaseFile, to: Recipient, ticket: string, line: Line): Say {
  const subject = ticketSubject(file.id)
  const args = { case: file.id, ...line.args }
  return { to, ...UNASKED, class: 'deadline', under: ticket, subject, content: { kind: 'view', view: line.view, args } }
}

/** Says in the place of tickets that stand where the case is no longer handled that it is gone from there. */
export async function sayGone(parts: SpeakUpParts, stores: Stores, before: CaseFile, after: CaseFile): Promise<Say[]> {
  const left = (await ticketPlaces(parts, stores, after)).map(({ to }) => JSON.stringify(to))
  const says: Say[] = []
  for (const { to } of await ticketPlaces(parts, stores, before)) {
    if (left.includes(JSON.stringify(to))) continue
    const ticket = await stores.outbox.keyAbout(ticketSubject(before.id), to)
    if (ticket === null) continue
    const content = { kind: 'view', view: 'case.gone', args: { case: before.id } } as const
    says.push({ to, ...UNASKED, class: 'deadline', replaces: ticket, content })
  }
  return says
}
