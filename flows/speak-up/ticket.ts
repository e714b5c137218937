import type { Content, Recipient, Say } from '#core'
import type { CaseFile } from '#domain'
import type { SpeakUpParts, Stores } from './parts.ts'
import { readersOf } from './readers.ts'
import { topicOf } from './topics.ts'

/** Operators are never asked about what concerns a case: that there is one is nothing to tell them. It is sent once more. */
export const UNASKED = { whenUncertain: 'repeat' } as const

/** The ticket of a case is one message in a channel, or one per handler where there is no channel. */
export function ticketSubject(caseId: string): string {
  return `case:${caseId}`
}

/**
 * Where the ticket stands: in the topic's channel, else with each of its readers. What is about somebody goes to its readers
 * alone: who is in a channel cannot be read.
 */
export async function ticketRecipients(parts: SpeakUpParts, stores: Stores, file: CaseFile): Promise<Recipient[]> {
  const { company } = parts.programs()
  const { channel } = topicOf(parts, file)
  const readers = await readersOf(parts, stores)
  if (company.channels[channel] && !readers.isAbout(file)) return [{ kind: 'channel', channel }]
  return readers.of(file).map((person) => ({ kind: 'person', person: person.id }))
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
