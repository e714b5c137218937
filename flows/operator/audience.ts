import type { OutboxRow, Recipient } from '#core'
import { dateAt, hasRole, membersOf, parseRef } from '#domain'
import type { OperatorParts, Stores } from './parts.ts'

/** Who is asked: about customers those who lead the sales, about everything else those who look after people. */
export type Audience = 'people' | 'customers'

/** Where the question goes: the channel if there is one, else whoever has the first of these roles. */
const ASKED: Readonly<Record<Audience, { channel: string; roles: readonly string[] }>> = {
  people: { channel: 'hr', roles: ['hr', 'admin'] },
  customers: { channel: 'sales', roles: ['sales_lead', 'hr', 'admin'] },
}

/** More people need not be asked the same. */
const MOST = 3

/** Subjects of follow-ups, in the message's own subject or among the items it shows. */
export function subjectsOf({ subject, content }: OutboxRow): string[] {
  const own = subject?.startsWith('follow-up:') ? [subject.slice('follow-up:'.length)] : []
  const items = content.kind === 'view' ? (content.args?.keys ?? '').split('\n') : []
  return [...own, ...items].filter((key) => /^(person|customer):/.test(key))
}

export function audienceOf(row: OutboxRow): Audience {
  return subjectsOf(row).some((ref) => parseRef(ref).kind === 'customer') ? 'customers' : 'people'
}

/** Where this audience can be asked now; empty when there is nobody. */
export async function askedIn(
  { programs, addresses }: OperatorParts,
  stores: Stores,
  audience: Audience,
  now: number,
): Promise<Recipient[]> {
  const { company } = programs()
  const { channel, roles } = ASKED[audience]
  const inChannel: Recipient = { kind: 'channel', channel }
  const [bound] = await addresses.find(stores, [inChannel])
  if (bound) return [inChannel]
  const staff = await stores.people.all()
  const today = dateAt(now, company.timeZone)
  for (const role of roles) {
    const people = membersOf(company, role, staff, today).map(
      (person) => ({ kind: 'person', person: person.id }) as const,
    )
    const found = await addresses.find(stores, people)
    const reached = people.filter((_, index) => found[index]).slice(0, MOST)
    if (reached.length > 0) return reached
  }
  return []
}

/** Whether somebody may decide: any of the roles that are asked. */
export async function mayDecide(
  { programs }: OperatorParts,
  stores: Stores,
  personId: string,
  now: number,
): Promise<boolean> {
  const { company } = programs()
  const person = await stores.people.get(personId)
  const today = dateAt(now, company.timeZone)
  return person !== null && ASKED.customers.roles.some((role) => hasRole(company, role, person, today))
}
