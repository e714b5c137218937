import type { Content, Recipient, Say } from '#core'
import { type CaseFile, dateAt, hasRole, membersOf, type Person, type Topic } from '#domain'
import type { SpeakUpParts, Stores } from './parts.ts'

/** Operators are never asked about what concerns a case: that there is one is nothing to tell them. It is sent once more. */
export const UNASKED = { whenUncertain: 'repeat' } as const

/** The ticket of a case is one message in a channel, or one per handler where there is no channel. */
export function ticketSubject(caseId: string): string {
  return `case:${caseId}`
}

export function topicOf(parts: SpeakUpParts, file: CaseFile): Topic {
  const { topics } = parts.programs().box
  const found = topics.find((topic) => topic.id === file.topic) ?? topics[0]
  if (!found) throw new Error('the speak-up box has no topics')
  return found
}

/** Who may read and answer: the role's people of this moment, not a list kept with the case. */
export function handles(parts: SpeakUpParts, topic: Topic, person: Person): boolean {
  const { company } = parts.programs()
  return hasRole(company, topic.handlers, person, dateAt(parts.clock.now(), company.timeZone))
}

export function mayHandle(parts: SpeakUpParts, file: CaseFile, person: Person): boolean {
  return handles(parts, topicOf(parts, file), person)
}

/** Where the ticket stands: in the topic's channel, else with each of its handlers. */
export async function ticketRecipients(parts: SpeakUpParts, stores: Stores, file: CaseFile): Promise<Recipient[]> {
  const { company } = parts.programs()
  const topic = topicOf(parts, file)
  if (company.channels[topic.channel]) return [{ kind: 'channel', channel: topic.channel }]
  const today = dateAt(parts.clock.now(), company.timeZone)
  const handlers = membersOf(company, topic.handlers, await stores.people.all(), today)
  return handlers.map((person) => ({ kind: 'person', person: person.id }))
}

/** The new ticket. */
export async function sayTicket(parts: SpeakUpParts, stores: Stores, file: CaseFile): Promise<Say[]> {
  return (await ticketRecipients(parts, stores, file)).map((to) => ticketSay(file, to))
}

function ticketSay(file: CaseFile, to: Recipient): Say {
  return { to, ...UNASKED, class: 'deadline', subject: ticketSubject(file.id), content: ticketContent(file) }
}

function ticketContent(file: CaseFile): Content {
  return { kind: 'view', view: 'case.ticket', args: { case: file.id } }
}

/** Shows the ticket's new state in its place, and a line under it; whoever has no ticket yet gets one. */
export async function sayChange(
  parts: SpeakUpParts,
  stores: Stores,
  file: CaseFile,
  line: { view: string; args: Readonly<Record<string, string>> },
): Promise<Say[]> {
  const says: Say[] = []
  for (const to of await ticketRecipients(parts, stores, file)) {
    const ticket = await stores.outbox.keyAbout(ticketSubject(file.id), to)
    if (ticket === null) says.push(ticketSay(file, to))
    else
      says.push(
        { to, ...UNASKED, class: 'deadline', replaces: ticket, content: ticketContent(file) },
        lineSay(file, to, ticket, line),
      )
  }
  return says
}

/** A line under the ticket. */
export function lineSay(
  file: CaseFile,
  to: Recipient,
  ticket: string,
  line: { view: string; args: Readonly<Record<string, string>> },
): Say {
  const subject = ticketSubject(file.id)
  return { to, ...UNASKED, class: 'deadline', under: ticket, subject, content: { kind: 'view', ...line } }
}
