import type { CoreStores, SendMethod } from '#core'
import { bucketName, isUnlimited } from './allot.ts'
import type { DeliverRoute } from './deliver.ts'
import type { Gate } from './gate.ts'
import { AHEAD_MS, Bucket, windowsOf } from './pace.ts'

/** So many are taken in any case: not every one of them need be of the method there is little room for. */
const LEAST_ROOM = 10

/** What may be sent now by the limits of a route. */
interface Openings {
  /** Ms until the next one, 0 for now; for what is urgent, and for what can wait. */
  readonly urgentIn: Readonly<Record<SendMethod, number>>
  readonly othersIn: Readonly<Record<SendMethod, number>>
  /** Messages for which there is room within the time for which places are given out. */
  readonly room: number
}

export async function readOpenings(
  { buckets }: CoreStores,
  { route, limits, batchMax = 1 }: DeliverRoute,
  gates: Readonly<Record<SendMethod, Gate>>,
): Promise<Openings> {
  const blocked = { send: gates.send.blockedFor(), update: gates.update.blockedFor() }
  if (isUnlimited(limits)) return { urgentIn: blocked, othersIn: blocked, room: Number.POSITIVE_INFINITY }
  return buckets.change([bucketName(route, 'send'), bucketName(route, 'update')], (states, now) => {
    const send = new Bucket(states[0] ?? null, windowsOf(limits.send), now)
    const update = new Bucket(states[1] ?? null, windowsOf(limits.update), now)
    const until = (bucket: Bucket, method: SendMethod, urgent: boolean) =>
      Math.max(0, blocked[method], bucket.next(urgent) - now - AHEAD_MS)
    const waits = (urgent: boolean) => ({ send: until(send, 'send', urgent), update: until(update, 'update', urgent) })
    const roomOf = (bucket: Bucket) => bucket.roomUntil(now + AHEAD_MS, bucket.next(false) > now + AHEAD_MS)
    const rooms = [roomOf(send) * batchMax, roomOf(update)].filter(Number.isFinite)
    const room = Math.max(LEAST_ROOM, batchMax, ...rooms)
    return { writes: [], value: { urgentIn: waits(true), othersIn: waits(false), room } }
  })
}
