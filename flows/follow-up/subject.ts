import {
  type Attributes,
  type Cadence,
  type Customer,
  customerAttributes,
  customerRef,
  holds,
  isEmployed,
  isSubject,
  membersOf,
  type Person,
  parseRef,
  personAttributes,
  personRef,
  type Series,
  type SubjectRef,
} from '#domain'
import type { FollowUpParts, Stores } from './parts.ts'

/** Somebody a cadence is about. */
export interface Subject {
  readonly ref: SubjectRef
  readonly name: string
  readonly person: Person | null
  readonly customer: Customer | null
}

export function personSubject(person: Person): Subject {
  return { ref: personRef(person), name: person.name, person, customer: null }
}

export function customerSubject(customer: Customer): Subject {
  return { ref: customerRef(customer), name: customer.name, person: null, customer }
}

export async function loadSubject(stores: Stores, ref: SubjectRef): Promise<Subject | null> {
  const { kind, id } = parseRef(ref)
  if (kind === 'customer') {
    const customer = await stores.customers.get(id)
    return customer && customerSubject(customer)
  }
  const person = await stores.people.get(id)
  return person && personSubject(person)
}

/** Whether a series is meant for this subject today. */
export function isMeant(cadence: Cadence, series: Series, subject: Subject, today: string): boolean {
  if ((cadence.subject === 'customer') !== (subject.customer !== null)) return false
  if (subject.person && !isSubject(cadence, subject.person, today)) return false
  const attributes = attributesOf(cadence, subject)
  return holds(cadence.eligible, attributes) && holds(series.when, attributes)
}

function attributesOf(cadence: Cadence, { person, customer }: Subject): Attributes {
  if (person) return personAttributes(person)
  return customer ? customerAttributes(customer, cadence) : {}
}

/** Who asks when nobody else can be found: by what the cadence is about. */
function fallbackRole(subject: Subject): string {
  return subject.customer ? 'sales_lead' : 'hr'
}

/** Who is to do it, `except` one. One of several people in a role is chosen by the subject, the same every time. */
export async function ownerOf(
  { programs }: FollowUpParts,
  stores: Stores,
  series: Series,
  subject: Subject,
  today: string,
  except: string | null = null,
): Promise<Person | null> {
  const { company } = programs()
  const staff = (await stores.people.all()).filter(({ id }) => id !== except)
  const working = (id: string | null | undefined) =>
    staff.find((person) => person.id === id && isEmployed(person, today)) ?? null
  const inRole = (role: string) => {
    const members = membersOf(company, role, staff, today)
    return members[spreadOver(subject.ref, members.length)] ?? null
  }
  const named = () => {
    switch (series.who.kind) {
      case 'self':
        return working(subject.person?.id)
      case 'owner':
        return working(subject.customer?.ownerId)
      case 'manager':
        return working(subject.person?.managerId)
      case 'role':
        return inRole(series.who.role)
    }
  }
  return named() ?? inRole(fallbackRole(subject))
}

/** Who is told when it was missed: the owner's manager, else the role that looks after such subjects. */
export async function superiorOf(
  { programs }: FollowUpParts,
  stores: Stores,
  owner: Person | null,
  subject: Subject,
  today: string,
): Promise<Person | null> {
  const manager = owner?.managerId ? await stores.people.get(owner.managerId) : null
  if (manager && isEmployed(manager, today)) return manager
  const members = membersOf(programs().company, fallbackRole(subject), await stores.people.all(), today)
  return members.find((person) => person.id !== owner?.id) ?? owner
}

function spreadOver(name: string, count: number): number {
  let sum = 0
  for (const character of name) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 1_000_003
  return count === 0 ? 0 : sum % count
}
