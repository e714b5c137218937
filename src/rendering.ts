import { type Clock, HearbackError, type Member, type OutboxRow, type View } from '#core'
import type { Stores } from '#db'
import { dateAt, isEmployed, type Person, type Programs } from '#domain'
import type { Rendered } from '#jobs'
import { asMember } from './members.ts'

interface RenderingParts {
  readonly views: ReadonlyMap<string, View<Stores>>
  readonly programs: () => Programs
  readonly clock: Clock
}

/** Makes the messages of outbox rows when they are sent. What is meant for somebody who has left is no longer needed. */
export function rendering({ views, programs, clock }: RenderingParts) {
  return async (stores: Stores, rows: readonly OutboxRow[]): Promise<Rendered[]> => {
    const ids = rows.flatMap(({ to }) => (to.kind === 'person' ? [to.person] : []))
    const people = new Map((await stores.people.many(ids)).map((person) => [person.id, person]))
    const chosen = await stores.people.chosenLocales(ids)
    const rendered: Rendered[] = []
    for (const row of rows) rendered.push(await renderOne(stores, row, people, chosen))
    return rendered
  }

  async function renderOne(
    stores: Stores,
    { to, content }: OutboxRow,
    people: ReadonlyMap<string, Person>,
    chosen: ReadonlyMap<string, string>,
  ): Promise<Rendered> {
    const { company } = programs()
    let reader: Pick<Member, 'locale' | 'timeZone'> = { locale: company.language, timeZone: company.timeZone }
    if (to.kind === 'person') {
      const person = people.get(to.person)
      if (!person || !isEmployed(person, dateAt(clock.now(), company.timeZone))) return null
      reader = asMember(person, chosen.get(person.id) ?? null, programs())
    }
    if (content.kind === 'message') return content.message
    const view = views.get(content.view)
    if (!view) return new HearbackError('no-view', `There is no view ${content.view} in this version.`)
    try {
      return await view(content.args, { stores, now: clock.now(), ...reader })
    } catch (error) {
      // One message that cannot be made must not hold up the others.
      return error instanceof Error ? error : new Error('unknown')
    }
  }
}
