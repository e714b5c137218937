import type { Account, Clock, Member, Members } from '#core'
import type { Database } from '#db'
import { dateAt, isEmployed, localeOf, type Person, type PersonStore, type Programs } from '#domain'

/** Who is behind an account: people who work here; everybody else is a stranger. */
export function companyMembers(database: Database, programs: () => Programs, clock: Clock): Members {
  const member = (look: (people: PersonStore) => Promise<Person | null>) =>
    database.transaction(async ({ people }) => {
      const { company } = programs()
      const person = await look(people)
      if (!person || !isEmployed(person, dateAt(clock.now(), company.timeZone))) return null
      return asMember(person, await people.chosenLocale(person.id), programs())
    })
  return {
    find: ({ platform, workspace, userId }: Account) =>
      member((people) => people.byAccount(platform, workspace, userId)),
    byId: (id) => member((people) => people.get(id)),
  }
}

export function asMember(person: Person, chosen: string | null, { company }: Programs): Member {
  return {
    id: person.id,
    locale: localeOf(person, chosen, company.language),
    timeZone: person.timezone ?? company.timeZone,
  }
}
