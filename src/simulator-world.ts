import type { MovableClock, Simulator } from '#adapters/simulator'
import { toLocale } from '#core'
import type { Database } from '#db'
import { dateAt, isEmployed, membersOf, type Programs, rolesOf } from '#domain'
import type { SimulatorChannel, SimulatorWorld } from '#web'
import type { Bot } from './bot.ts'

interface WorldParts {
  readonly simulator: Simulator
  readonly clock: MovableClock
  readonly database: Database
  readonly programs: () => Programs
  readonly bot: Bot
}

/** The simulated company as its pages see it. */
export function simulatorWorld({ simulator, clock, database, programs, bot }: WorldParts): SimulatorWorld {
  const company = () => programs().company
  const staff = async () => {
    const today = dateAt(clock.now(), company().timeZone)
    const people = await database.transaction((stores) => stores.people.all())
    return { today, people: people.filter((person) => isEmployed(person, today)) }
  }

  /** A channel's members are the people in the role of its name; where there is no such role, everybody. */
  const channels = async (): Promise<SimulatorChannel[]> => {
    const { today, people } = await staff()
    return Object.values(company().channels)
      .filter((bound) => bound.startsWith('simulator:'))
      .map((bound) => {
        const name = bound.slice('simulator:'.length)
        const members = name in company().roles ? membersOf(company(), name, people, today) : people
        return { name, members: members.map((person) => person.id) }
      })
  }

  return {
    async people() {
      const { today, people } = await staff()
      const chosen = await database.transaction(async (stores) =>
        Promise.all(people.map((person) => stores.people.chosenLocale(person.id))),
      )
      return people.map((person, index) => ({
        id: person.id,
        name: person.name,
        department: person.department,
        manager: person.managerId,
        title: person.title,
        roles: rolesOf(company(), person, today),
        locale: toLocale(chosen[index]) ?? toLocale(person.locale) ?? company().language,
      }))
    },
    channels,
    messages: (place, after) => simulator.messages(place, after),
    newest: () => simulator.newest,
    watch: (changed) => simulator.watch(changed),
    say: (from, place, text, replyTo) => simulator.say(from, place, text, replyTo),
    sendOther: (from, place, what) => simulator.sendOther(from, place, what),
    async tap(from, messageId, actionId, value) {
      const mine = (await channels()).filter(({ members }) => members.includes(from))
      const places = [`dm:${from}`, ...mine.map(({ name }) => `channel:${name}`)]
      await simulator.tap(from, places, messageId, actionId, value)
    },
    submit: (from, messageId, values) => simulator.submit(from, messageId, values),
    now: () => clock.now(),
    timeZone: () => company().timeZone,
    moveTo: (instant) => clock.moveTo(instant),
    nextDue: () => bot.nextDue(),
    settled: () => bot.settled(),
  }
}
