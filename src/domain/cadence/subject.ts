import { type Customer, gradeOf } from '../customer/customer.ts'
import type { Answer } from '../form/form.ts'
import { isEmployed, type Person } from '../person/person.ts'
import type { Cadence } from './cadence.ts'

/** Whom a cadence is about: `person:<id>` or `customer:<id>`. */
export type SubjectRef = string

/** What a cadence's conditions may ask about. */
export type Attributes = Readonly<Record<string, Answer>>

export const PERSON_ATTRIBUTES = ['department', 'title', 'left_kind', 'left_reason', 'key_person'] as const
export const CUSTOMER_ATTRIBUTES = ['grade', 'type'] as const

export function personRef(person: Pick<Person, 'id'>): SubjectRef {
  return `person:${person.id}`
}

export function customerRef(customer: Pick<Customer, 'id'>): SubjectRef {
  return `customer:${customer.id}`
}

/** The kind and the company's own id in a reference. */
export function parseRef(ref: SubjectRef): { kind: 'person' | 'customer'; id: string } {
  const at = ref.indexOf(':')
  return { kind: ref.slice(0, at) === 'customer' ? 'customer' : 'person', id: ref.slice(at + 1) }
}

export function personAttributes(person: Person): Attributes {
  return {
    department: person.department,
    title: person.title,
    key_person: person.keyPerson ? 'yes' : 'no',
    left_reason: person.leftReason,
    ...(person.leftKind && { left_kind: person.leftKind }),
  }
}

export function customerAttributes(customer: Customer, cadence: Cadence): Attributes {
  const grade = gradeOf(customer, cadence.grades)
  return { type: customer.type, ...(grade && { grade }) }
}

/** Whether a cadence about `subject` kind is meant for this person at all today. */
export function isSubject(cadence: Cadence, person: Person, today: string): boolean {
  return cadence.subject === 'leaver'
    ? person.leftOn !== null
    : cadence.subject === 'person' && isEmployed(person, today)
}
