import { type Capabilities, type Say, type Sendings, sayHere, type Turn } from '#core'
import { type BroadcastParts, type Stores, whenText } from './parts.ts'
import { words } from './words.ts'

/** After so long a first look at how far it is: most sendings are over by then. */
const FIRST_LOOK_MS = 5000

/** A sending that waits for the morning, or goes at the platform's pace, is over by then. */
const LONGEST_MS = 24 * 3_600_000

/** A sending this short is as good as at once. */
const AT_ONCE_MS = 60_000

/** What every flow that sends to many does with its messages. */
export function createSendings({ planner }: BroadcastParts): Sendings<Stores> {
  return {
    async describe(turn, says) {
      const { locale, timeZone } = turn.member
      const text = words(locale)
      const { routes, unreachable } = await planner.ahead(turn.stores, says, turn.now)
      const when = (at: number) => whenText(at, turn.now, timeZone, locale)
      const lines = routes.map(({ platform, people, calls }) => text.route(named(turn, platform), people, calls))
      if (routes.length > 0) {
        const from = Math.min(...routes.map((route) => route.from))
        const until = Math.max(...routes.map((route) => route.until))
        const soonest = Math.max(...routes.map((route) => route.soonest))
        if (from > turn.now) lines.push(text.fromUntil(when(from), when(until)))
        else lines.push(until - turn.now <= AT_ONCE_MS ? text.atOnce : text.until(when(until)))
        if (when(soonest) !== when(until)) lines.push(text.soonest(when(soonest)))
      }
      for (const { platform, nextMonth } of routes) {
        if (nextMonth > 0) lines.push(text.nextMonth(named(turn, platform), nextMonth))
      }
      return unreachable.length > 0 ? [...lines, text.unreachable(unreachable.length)] : lines
    },

    async start(turn, { batch, title, says }): Promise<Say[]> {
      const { to } = sayHere(turn, { text: '' })
      const card = staysChangeable(turn.capabilities) ? turn.random.id() : ''
      const startedAt = turn.now
      await turn.stores.broadcasts.start(
        { batch, title, to, card, total: says.length, startedAt, stoppedAt: null },
        startedAt + FIRST_LOOK_MS,
      )
      const shown: Say = { ...progressCard({ batch, to }), ...(card !== '' && { key: card }) }
      return [shown, ...says.map((say) => ({ ...say, batch }))]
    },
  }
}

/** Whether a message can be changed for as long as a sending may last; else each look at it would be one more message. */
function staysChangeable({ update, updateWithinMs }: Capabilities): boolean {
  return update && (updateWithinMs === null || updateWithinMs >= LONGEST_MS)
}

/** The message that shows how far a sending is: rendered when it is sent. */
export function progressCard({ batch, to }: { batch: string; to: Say['to'] }): Say {
  return { to, class: 'answer', content: { kind: 'view', view: 'broadcast.progress', args: { batch } } }
}

function named(turn: Turn<Stores>, platform: string): string {
  return words(turn.member.locale).platforms[platform] ?? platform
}
