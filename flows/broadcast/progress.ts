import type { Action, Broadcast, DueWork, Instant, Say, View } from '#core'
import { type BroadcastParts, type Stores, whenText } from './parts.ts'
import { progressCard } from './sendings.ts'
import { words } from './words.ts'

/** Shown anew about ten times while a sending runs, never oftener than this and never rarer. */
const SHOWS = 10
const OFTENEST_MS = 30_000
const RAREST_MS = 15 * 60_000

/** Shows how far each sending is, until it is over: the message changes in its place, where the platform can do that. */
export function showProgress(parts: BroadcastParts): DueWork<Stores> {
  return {
    name: 'broadcast-progress',
    due: (stores, now, limit) => stores.broadcasts.due(now, limit),
    // Nobody waits for it: what people notice is the sending itself.
    next: async () => null,

    async run(stores, batch, now) {
      const broadcast = await stores.broadcasts.get(batch)
      if (!broadcast) return []
      const at = await nextLook(parts, stores, broadcast, now)
      await stores.broadcasts.showAgain(batch, at)
      if (broadcast.card !== '') return [showAnew(broadcast)]
      // Where a message cannot be changed, one more comes when it is over.
      return at === null ? [progressCard(broadcast)] : []
    },
  }
}

export function showAnew(broadcast: Broadcast): Say {
  return { ...progressCard(broadcast), ...(broadcast.card !== '' && { replaces: broadcast.card }) }
}

/** When it is worth another look; null when it is over. */
async function nextLook(parts: BroadcastParts, stores: Stores, broadcast: Broadcast, now: Instant) {
  const { pending, claimed, uncertain } = await stores.outbox.progress(broadcast.batch)
  if (pending + claimed + uncertain === 0) return null
  const left = await parts.planner.left(stores, broadcast.batch, now)
  if (left === null) return now + OFTENEST_MS
  if (left.from > now) return left.from + OFTENEST_MS
  return now + Math.min(RAREST_MS, Math.max(OFTENEST_MS, (left.until - now) / SHOWS))
}

export function progressView(parts: BroadcastParts): View<Stores> {
  return async ({ batch = '' }, { stores, locale, timeZone, now }) => {
    const broadcast = await stores.broadcasts.get(batch)
    if (!broadcast) return null
    const text = words(locale)
    const title = broadcast.title[locale]
    const { sent, pending, claimed, uncertain, stopped } = await stores.outbox.progress(batch)
    const { count: missed } = await stores.outbox.unreached(batch, 1)
    const left = await parts.planner.left(stores, batch, now)
    const { notes, actions } = await parts.about(stores, batch, locale)
    const when = (at: Instant) => whenText(at, now, timeZone, locale)
    const waiting = pending + claimed
    const lines = [text.sent(sent, broadcast.total)]
    if (waiting > 0 && left && left.from > now) lines.push(text.later(waiting, when(left.from), when(left.until)))
    else if (waiting > 0) lines.push(text.waiting(waiting, when(left?.until ?? now)))
    if (uncertain > 0) lines.push(text.unsure(uncertain))
    if (missed > 0) lines.push(text.missedCount(missed))
    if (stopped > 0) lines.push(text.heldBack(stopped))
    const { read, recall } = await parts.sent.done(stores, batch)
    if (read) lines.push(read.of === 0 ? text.readUntold : text.read(read.count, read.of, when(read.at)))
    if (recall) lines.push(text.takenBack(recall.count))
    if (recall && recall.left > 0) lines.push(text.notTakenBack(recall.left))
    const can = await parts.sent.can(stores, batch)
    const button = (verb: string, label: string, style?: Action['style']): Action => ({
      id: `broadcast.${verb}`,
      label,
      value: batch,
      ...(style && { style }),
    })
    const halted = broadcast.stoppedAt !== null && stopped > 0
    const over = waiting + uncertain === 0
    return {
      title: halted ? text.stoppedTitle(title) : over ? text.over(title) : text.running(title),
      text: [...lines, ...notes].join('\n'),
      actions: [
        ...(halted
          ? [button('continue', text.goOn, 'primary')]
          : pending > 0
            ? [button('stop', text.stop, 'danger')]
            : []),
        ...(missed > 0 ? [button('missed', text.who)] : []),
        ...(can.includes('read') ? [button('read', text.howManyRead)] : []),
        // What is still on its way would go out all the same.
        ...(can.includes('recall') && waiting + uncertain === 0 ? [button('recall', text.takeBack)] : []),
        ...actions,
      ],
    }
  }
}
