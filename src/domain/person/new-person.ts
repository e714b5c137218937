import type { Person } from './person.ts'

/** Somebody of whom no more is known than this. */
export function newPerson(known: Pick<Person, 'id' | 'name'> & Partial<Person>): Person {
  return {
    department: '',
    managerId: null,
    title: '',
    email: '',
    mobile: '',
    joinedOn: null,
    leftOn: null,
    leftReason: '',
    leftKind: null,
    keyPerson: false,
    locale: null,
    timezone: null,
    ...known,
  }
}
