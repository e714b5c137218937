import { type Decision, type Flow, type HeldMessage, type Outcome, sayHere, type Turn } from '#core'
import { QUESTION, questions, reasonOf } from './asking.ts'
import { mayDecide } from './audience.ts'
import { CLOCK_VIEW, clockReports, clockView } from './clock-report.ts'
import type { OperatorParts, Stores } from './parts.ts'
import { questionView } from './question.ts'
import { words } from './words.ts'

const DECISIONS: readonly string[] = ['arrived', 'again', 'dropped'] satisfies Decision[]

/** What whoever looks after the bot is asked and told: messages it does not know about, a clock that was wrong. */
export function createOperator(parts: OperatorParts): Flow<Stores> {
  return {
    name: 'operator',
    views: { [QUESTION]: questionView(parts), [CLOCK_VIEW]: clockView() },
    work: [questions(parts), clockReports(parts)],

    async action(turn, verb, value) {
      const [id = '', index = ''] = value.split('|')
      const text = words(turn.member.locale)
      if (!DECISIONS.includes(verb)) return {}
      if (!(await mayDecide(parts, turn.stores, turn.member.id, turn.now)))
        return { notices: [{ text: text.notYours }] }
      return decide(turn, verb as Decision, id, `${id}-${index}`)
    },
  }

  /** The first tap decides; whoever taps later hears who it was. */
  async function decide(turn: Turn<Stores>, decision: Decision, id: string, card: string): Promise<Outcome> {
    const { stores, member, now } = turn
    const text = words(member.locale)
    const before = await stores.outbox.question(id)
    if (!before) return { notices: [{ text: text.gone }] }
    if (decision === 'again' && !before.decided) {
      const lost = await direct(stores, before.messages, now)
      if (lost) return { notices: [{ text: text.stillNowhere }] }
    }
    if (await stores.outbox.decide(id, decision, member.id, now)) {
      const name = (await stores.people.get(member.id))?.name ?? member.id
      const done = text.decided(name, text.decision[decision])
      // In the place of the buttons, and to whoever tapped, where a message cannot be changed.
      const shown = { ...sayHere(turn, { text: done }), replaces: card }
      return { say: [shown], notices: [{ text: done }] }
    }
    const { by = '', decision: was = 'arrived' } = (await stores.outbox.question(id))?.decided ?? {}
    const name = (await stores.people.get(by))?.name ?? by
    return { notices: [{ text: text.already(name, text.decision[was]) }] }
  }

  /** Finds where messages go that had nowhere to go; true when one of them still has not. */
  async function direct(stores: Stores, messages: readonly HeldMessage[], now: number): Promise<boolean> {
    const lost = messages.filter((one) => reasonOf(one) === 'no-address')
    const found = await parts.addresses.find(
      stores,
      lost.map((one) => one.to),
    )
    if (found.some((one) => one === null)) return true
    for (const [index, one] of lost.entries()) {
      const to = found[index]
      if (to) await stores.outbox.direct(one.key, to, now)
    }
    return false
  }
}
