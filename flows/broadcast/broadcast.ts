import { type Broadcast, type Flow, type Message, type Outcome, sayHere, type Turn } from '#core'
import type { BroadcastParts, Stores } from './parts.ts'
import { progressView, showAnew, showProgress } from './progress.ts'
import { words } from './words.ts'

const MOST_NAMES = 30

/** A sending while it runs: how far it is, a stop, going on after all, and whom it did not reach. */
export function createBroadcast(parts: BroadcastParts): Flow<Stores> {
  return {
    name: 'broadcast',
    views: { 'broadcast.progress': progressView(parts) },
    work: [showProgress(parts)],

    async action(turn, verb, batch) {
      const text = words(turn.member.locale)
      const broadcast = await turn.stores.broadcasts.get(batch)
      if (!broadcast) return { notices: [{ text: text.gone }] }
      if (!isHere(turn, broadcast)) return { notices: [{ text: text.notYours }] }
      switch (verb) {
        case 'stop':
          await turn.stores.outbox.stopBatch(batch, turn.now)
          await turn.stores.broadcasts.stopped(batch, turn.now)
          return shown(turn, broadcast)
        case 'continue':
          await turn.stores.outbox.continueBatch(batch)
          await turn.stores.broadcasts.stopped(batch, null)
          return shown(turn, broadcast)
        case 'read':
          await parts.sent.ask(turn.stores, batch, 'read')
          return { notices: [{ text: text.asking }] }
        case 'recall':
          return { say: [sayHere(turn, sure(broadcast, turn))] }
        case 'recall-sure':
          await parts.sent.ask(turn.stores, batch, 'recall')
          return { notices: [{ text: text.takingBack }] }
        default:
          return missed(turn, broadcast)
      }
    },
  }
}

/** What is gone from everybody's chat cannot be put back. */
function sure({ batch, title }: Broadcast, { member }: Turn<Stores>): Message {
  const text = words(member.locale)
  return {
    text: text.reallyTakeBack(title[member.locale]),
    actions: [{ id: 'broadcast.recall-sure', label: text.takeBack, value: batch, style: 'danger' }],
  }
}

/** A sending is in the hands of whoever sees its message: the person, or the channel. */
function isHere(turn: Turn<Stores>, { to }: Broadcast): boolean {
  if (to.kind === 'channel') return turn.channel === to.channel
  return to.kind === 'person' && to.person === turn.member.id
}

/** Shows it as it is now, and once more when what was on its way has arrived. */
async function shown(turn: Turn<Stores>, broadcast: Broadcast): Promise<Outcome> {
  await turn.stores.broadcasts.showAgain(broadcast.batch, turn.now + 5000)
  return { say: [showAnew(broadcast)] }
}

async function missed(turn: Turn<Stores>, { batch, title }: Broadcast): Promise<Outcome> {
  const { locale } = turn.member
  const text = words(locale)
  const { count, first } = await turn.stores.outbox.unreached(batch, MOST_NAMES)
  if (count === 0) return { say: [sayHere(turn, { text: text.nobodyMissed })] }
  const ids = first.flatMap(({ to }) => (to.kind === 'person' ? [to.person] : []))
  const names = new Map((await turn.stores.people.many(ids)).map((person) => [person.id, person.name]))
  const reason = (code: string | null) =>
    code === 'no-address' ? text.noAddress : code === 'unknown-outcome' ? text.unknown : text.refused
  const lines = first.map(({ to, code }) =>
    text.missed(to.kind === 'person' ? (names.get(to.person) ?? to.person) : '', reason(code)),
  )
  const more = count > first.length ? [text.more(count - first.length)] : []
  return { say: [sayHere(turn, { title: text.missedTitle(title[locale]), text: [...lines, ...more].join('\n') })] }
}
