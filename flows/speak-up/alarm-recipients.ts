import type { Say } from '#core'
import type { CaseAlarm, CaseFile, Person } from '#domain'
import type { SpeakUpParts, Stores } from './parts.ts'
import { type Readers, readersOf } from './readers.ts'
import { lineSay, ticketPlaces, ticketSay, ticketSubject, UNASKED } from './ticket.ts'
import { isCoordinated, topicOf } from './topics.ts'

interface Line {
  readonly view: string
  readonly args: Readonly<Record<string, string>>
}

/** Who is told of a deadline: those who owe, under their ticket and by name; when it was missed, somebody above them, too. */
export async function told(
  parts: SpeakUpParts,
  stores: Stores,
  file: CaseFile,
  { what }: CaseAlarm,
  line: Line,
): Promise<Say[]> {
  const readers = await readersOf(parts, stores)
  const says: Say[] = []
  const reached = new Set<string>()
  const toPerson = ({ id }: Person) => {
    if (reached.has(id)) return
    reached.add(id)
    const to = { kind: 'person', person: id } as const
    says.push({
      to,
      ...UNASKED,
      class: 'deadline',
      subject: ticketSubject(file.id),
      content: { kind: 'view', ...line },
    })
  }
  for (const place of await ticketPlaces(parts, stores, file)) {
    const { to, desk } = place
    // While a department has it, the coordinator is above it.
    if (what === 'remind' && desk === 'coordinator' && file.state === 'department') continue
    const ticket = await stores.outbox.keyAbout(ticketSubject(file.id), to)
    // Somebody who reads it only since others no longer may gets the ticket itself.
    says.push(ticket === null ? ticketSay(file, place) : lineSay(file, to, ticket, line))
    if (to.kind === 'person') reached.add(to.person)
  }
  for (const person of readers.of(file)) {
    if (person.id === file.handlerId || person.id === file.deputyId) toPerson(person)
  }
  if (what === 'missed') for (const person of above(parts, readers, file)) toPerson(person)
  return says
}

/** Whom a missed deadline is reported to: the coordinator, else the outside person; nobody who should have answered. */
function above(parts: SpeakUpParts, readers: Readers, file: CaseFile): Person[] {
  const { coordinator } = topicOf(parts, file)
  if (coordinator !== null && isCoordinated(parts, file) && file.department !== null) {
    const found = readers.inRole(coordinator, file).filter(({ id }) => id !== file.handlerId)
    if (found.length > 0) return found
  }
  for (const role of ['coordinator', 'outside']) {
    const found = readers.inRole(role, file).filter((person) => !readers.may(file, person))
    if (found.length > 0) return found
  }
  return []
}
