import {
  type Adapter,
  type Capabilities,
  type Clock,
  HearbackError,
  type Member,
  type Message,
  numbered,
  type OutboxRow,
  type View,
} from '#core'
import type { Stores } from '#db'
import { dateAt, isEmployed, type Person, type Programs } from '#domain'
import type { Rendered } from '#jobs'
import { asMember } from './members.ts'

interface RenderingParts {
  readonly views: ReadonlyMap<string, View<Stores>>
  readonly programs: () => Programs
  readonly adapters: readonly Adapter[]
  readonly clock: Clock
}

const NO_BUTTONS = { buttons: { max: 0, labelMax: 0, valueMax: 0 }, select: null }

/**
 * Makes the messages of outbox rows when they are sent, as their platforms can show them. What is meant for somebody who
 * has left is no longer needed.
 */
export function rendering({ views, programs, adapters, clock }: RenderingParts) {
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
    { to, content, address, batch }: OutboxRow,
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
    const adapter = adapters.find((one) => address?.startsWith(`${one.platform}/${one.workspace}/`))
    const capabilities = adapter?.capabilities ?? null
    const shownAs = (message: Message) =>
      fitted(stores, address, capabilities, message, reader.locale, batch !== undefined)
    if (content.kind === 'message') return shownAs(content.message)
    const view = views.get(content.view)
    if (!view) return new HearbackError('no-view', `There is no view ${content.view} in this version.`)
    try {
      const message = await view(content.args, { stores, now: clock.now(), to, capabilities, ...reader })
      return message && (await shownAs(message))
    } catch (error) {
      // One message that cannot be made must not hold up the others.
      return error instanceof Error ? error : new Error('unknown')
    }
  }

  /** What a platform cannot show as buttons becomes numbers to type; what they stand for is kept with the address. */
  async function fitted(
    stores: Stores,
    address: string | null,
    capabilities: Capabilities | null,
    message: Message,
    locale: Member['locale'],
    toMany: boolean,
  ): Promise<Message> {
    if (!capabilities || address === null) return message
    const withoutButtons = toMany && capabilities.batch?.textOnly === true
    const { message: shown, choices } = numbered(message, withoutButtons ? NO_BUTTONS : capabilities, locale)
    if (choices.length > 0) await stores.choices.put(address, choices)
    else if (message.asks) await stores.choices.forget([address])
    return shown
  }
}
