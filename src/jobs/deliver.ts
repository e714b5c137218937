import { setTimeout as wait } from 'node:timers/promises'
import type { CoreStores, Limit, Limits, OutboxRow, SendMethod, Settlement } from '#core'
import { loggable } from '#core'
import { CLAIM_MS, type DeliverParts, inParallel, type Rendered, settle } from './deliver-parts.ts'
import type { Job } from './job.ts'
import { block, opensIn, reserve } from './pace.ts'
import { type Prepared, send, unreadable } from './send.ts'

/** For a platform that wants a pause although it names no limit. */
const NO_LIMIT: Limit = { count: 1, perMs: 1 }

const METHODS: readonly SendMethod[] = ['send', 'update']

/** A row with the ms after which it may be sent. */
interface Slot {
  readonly row: OutboxRow
  readonly afterMs: number
}

/**
 * Sends what stands in the outbox for one route: claim, commit, send, settle. No more is claimed than the platform's
 * limits let through within a second, so that what is urgent never waits behind what was merely first.
 */
export function deliverJob<S extends CoreStores>(parts: DeliverParts<S>, route: string, limits: Limits): Job {
  const { database, clock } = parts
  const name = `deliver ${route}`

  /** How long until each method may be used again, ms. */
  const waits = async ({ buckets }: S): Promise<Record<SendMethod, number>> => ({
    send: limits.send ? await opensIn(buckets, bucketName(route, 'send'), limits.send) : 0,
    update: limits.update ? await opensIn(buckets, bucketName(route, 'update'), limits.update) : 0,
  })

  return {
    name,
    async due(limit) {
      if (!parts.maySend()) return []
      return database.transaction(async (stores) => {
        const wait = await waits(stores)
        const methods = METHODS.filter((method) => wait[method] === 0)
        if (methods.length === 0) return []
        return stores.outbox.due({ route, methods, now: clock.now(), limit })
      })
    },

    next: () =>
      database.transaction(async (stores) => {
        const due = await stores.outbox.nextDue(route)
        if (due === null) return null
        const wait = await waits(stores)
        return Math.max(due, clock.now() + Math.min(wait.send, wait.update))
      }),

    ahead: (ms, limit) =>
      database.transaction((stores) => stores.outbox.ahead(route, clock.now(), clock.now() + ms, limit)),

    async run(keys) {
      const owner = parts.random.id()
      const { ready, dropped } = await database.transaction(async (stores) => {
        const rows = await stores.outbox.claim(keys, { owner, forMs: CLAIM_MS })
        const { slots, released } = await allot(stores, rows)
        const prepared = await prepare(parts, stores, slots)
        return { ready: prepared.ready, dropped: [...released, ...prepared.dropped] }
      })
      if (dropped.length > 0) await settle(parts, owner, dropped)
      const sent = await inParallel(ready, async (one) => {
        if (one.afterMs > 0) await wait(one.afterMs)
        const limit = limits[methodOf(one.row)]
        const pause = (ms: number) => pauseRoute(bucketName(route, methodOf(one.row)), limit, ms)
        return send(parts, one, pause)
      })
      await settle(parts, owner, sent)
    },
  }

  /** Nothing more on this route and by this method for so long. */
  function pauseRoute(bucket: string, limit: Limit | undefined, ms: number): Promise<void> {
    return database.transaction(({ buckets }) => block(buckets, bucket, limit ?? NO_LIMIT, ms))
  }

  /** Gives each row its place within the limits; rows for which there is none are given back. */
  async function allot(stores: S, rows: readonly OutboxRow[]) {
    const slots: Slot[] = []
    const released: Settlement[] = []
    const release = (row: OutboxRow, notBefore: number) => released.push({ key: row.key, state: 'released', notBefore })
    for (const method of METHODS) {
      const mine = rows.filter((row) => methodOf(row) === method)
      const free = await take(stores, bucketName(route, method), limits[method], mine.length)
      for (const [index, row] of mine.entries()) {
        const afterMs = free[index]
        if (afterMs === undefined) release(row, clock.now())
        else if (!limits.recipient || row.address === null) slots.push({ row, afterMs })
        else {
          const [own] = await take(stores, `to ${row.address}`, limits.recipient, 1)
          if (own === undefined) release(row, clock.now() + limits.recipient.perMs / limits.recipient.count)
          else slots.push({ row, afterMs: Math.max(afterMs, own) })
        }
      }
    }
    return { slots, released }
  }
}

function bucketName(route: string, method: SendMethod): string {
  return `${route} ${method}`
}

function methodOf(row: OutboxRow): SendMethod {
  return row.replaces === undefined ? 'send' : 'update'
}

async function take(
  { buckets }: CoreStores,
  name: string,
  limit: Limit | undefined,
  count: number,
): Promise<readonly number[]> {
  if (count === 0 || !limit) return new Array<number>(count).fill(0)
  return reserve(buckets, name, limit, count)
}

/** Finds destinations and makes messages; what cannot or need not be sent is dropped with its reason. */
async function prepare<S extends CoreStores>(parts: DeliverParts<S>, stores: S, slots: readonly Slot[]) {
  const ready: (Prepared & { afterMs: number })[] = []
  const dropped: Settlement[] = []
  const messages = await parts.render(
    stores,
    slots.map(({ row }) => row),
  )
  for (const [index, { row, afterMs }] of slots.entries()) {
    const prepared = await prepareOne(parts, stores, row, messages[index] ?? null)
    if ('state' in prepared) dropped.push(prepared)
    else ready.push({ ...prepared, afterMs })
  }
  return { ready, dropped }
}

async function prepareOne<S extends CoreStores>(
  parts: DeliverParts<S>,
  stores: S,
  row: OutboxRow,
  message: Rendered,
): Promise<Prepared | Settlement> {
  const drop = (code: string): Settlement => ({ key: row.key, state: 'void', code })
  if (message === null) return drop('not-needed')
  if (message instanceof Error) {
    parts.log.error('outbox.unreadable', loggable(message))
    return unreadable(parts, row)
  }
  const destination = await parts.destination(stores, row)
  if (!destination)
    return row.to.kind === 'channel' ? { key: row.key, state: 'held', code: 'no-address' } : drop('no-address')
  const replaced = row.replaces ? await stores.outbox.posted(row.replaces) : null
  if (row.replaces && !(replaced && destination.adapter.capabilities.update)) return drop('nothing-to-replace')
  const under = row.under ? await stores.outbox.posted(row.under) : null
  const post = {
    // The platform's records of a sealed message must lead to no row here: its key is forgotten.
    key: row.to.kind === 'sealed' ? parts.random.id() : row.key,
    to: destination.to,
    message,
    ...(replaced && { replaces: replaced.messageId }),
    ...(under && { under: under.messageId }),
  }
  return { row, destination, post }
}
