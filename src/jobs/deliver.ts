import type { CoreStores, Limits, OutboxQuery, OutboxRow, SendMethod, Settlement } from '#core'
import { allot, bucketName, type Call, isUnlimited } from './allot.ts'
import { deadlineOf } from './claim-deadline.ts'
import { type DeliverParts, inParallel, settle } from './deliver-parts.ts'
import { Gate } from './gate.ts'
import type { Job } from './job.ts'
import { mustBeTrusted } from './must-be-trusted.ts'
import { readOpenings } from './openings.ts'
import { Bucket, windowsOf } from './pace.ts'
import { PATIENCE } from './patience.ts'
import { prepare } from './prepare.ts'
import { send, sendMany } from './send.ts'

/** As many as a platform takes in a second or so: between two pages nothing goes out. */
const CALLS_IN_PAGE = 40
const MOST_IN_PAGE = 2000

const METHODS: readonly SendMethod[] = ['send', 'update']

/**
 * What has waited for so long gets one place in ten, whatever its class: the urgent ones go first, but a stream of them
 * that never ends must not keep a report from going out at all.
 */
const LONG_WAIT_MS = 30 * 60_000
const SHARE_OF_OLDEST = 0.1

/** Where no limit has to be kept, the fewer and larger the commits the better. */
const UNLIMITED_PAGE = 500
const UNLIMITED_OVERLAP = 3

/** A claim's owner, and whether what it covers may still begin to be sent. */
interface NewClaim {
  readonly owner: string
  readonly mayBegin: () => boolean
}

interface Claimed {
  readonly rows: readonly OutboxRow[]
  readonly calls: readonly Call[]
  /** What is not sent now, with the reason. */
  readonly dropped: readonly Settlement[]
}

export interface DeliverRoute {
  /** `platform/workspace`, or the route of sealed messages. */
  readonly route: string
  readonly limits: Limits
  /** People per call where the text is equal. */
  readonly batchMax?: number
}

/**
 * Sends what stands in the outbox for one route: claim, commit, send, settle. No more is claimed than the platform's
 * limits let through within a second, so that what is urgent never waits behind what was merely first.
 */
export function deliverJob<S extends CoreStores>(
  parts: DeliverParts<S>,
  { route, limits, batchMax = 1 }: DeliverRoute,
): Job {
  const { database, clock, patience = PATIENCE } = parts
  const windows = { send: windowsOf(limits.send), update: windowsOf(limits.update) }
  const gates = { send: new Gate(clock, windows.send), update: new Gate(clock, windows.update) }
  const openings = (stores: S) => readOpenings(stores, { route, limits, batchMax }, gates)
  const unlimited = isUnlimited(limits)
  let owedToOldest = 0

  return {
    name: `deliver ${route}`,
    page: unlimited ? UNLIMITED_PAGE : Math.min(MOST_IN_PAGE, CALLS_IN_PAGE * batchMax),
    overlap: unlimited ? UNLIMITED_OVERLAP : 1,

    due: async (limit) => (isMine() ? database.transaction((stores) => findDue(stores, limit, false)) : []),

    next: () =>
      database.transaction(async (stores) => {
        const { urgentIn, othersIn } = await openings(stores)
        const times: number[] = []
        for (const method of METHODS) {
          const due = await stores.outbox.nextDue(route, method)
          if (due !== null) times.push(Math.max(due, clock.now() + Math.min(urgentIn[method], othersIn[method])))
        }
        return times.length === 0 ? null : Math.min(...times)
      }),

    ahead: (ms, limit) =>
      database.transaction((stores) => stores.outbox.ahead(route, clock.now(), clock.now() + ms, limit)),

    async take(limit) {
      if (!isMine()) return { keys: [], finish: async () => {} }
      const claim = newClaim()
      const { keys, claimed } = await database.transaction(async (stores) => {
        const keys = await findDue(stores, limit, true)
        return { keys, claimed: keys.length > 0 ? await claimAll(stores, keys, claim.owner) : null }
      })
      return {
        keys,
        finish: async () => {
          if (claimed) await sendAll(claimed, claim)
        },
      }
    },

    async run(keys) {
      // Some other process may have handed these over.
      if (!parts.maySend()) return
      const claim = newClaim()
      const claimed = await database.transaction(async (stores) => {
        // What is named here waited in a queue; where places are few, what is most urgent by now goes first.
        const now = unlimited ? keys : await findDue(stores, keys.length, true)
        return claimAll(stores, now, claim.owner)
      })
      await sendAll(claimed, claim)
    },
  }

  function isMine(): boolean {
    return parts.maySend() && parts.guard?.valid() !== false
  }

  function newClaim(): NewClaim {
    return { owner: parts.random.id(), mayBegin: deadlineOf(clock, patience) }
  }

  /** Keys of what may be sent now, the most urgent first. */
  async function findDue(stores: S, limit: number, toClaim: boolean): Promise<readonly string[]> {
    const { urgentIn, othersIn, room } = await openings(stores)
    const others = METHODS.filter((method) => othersIn[method] === 0)
    const urgent = METHODS.filter((method) => urgentIn[method] === 0 && othersIn[method] > 0)
    const query = { route, now: clock.now(), limit, toClaim }
    const keys = [
      ...(urgent.length > 0 ? await stores.outbox.due({ ...query, methods: urgent, urgentOnly: true }) : []),
      ...(others.length > 0 ? await stores.outbox.due({ ...query, methods: others }) : []),
    ]
    const enough = Math.min(limit, room)
    return keys.length < enough ? keys : withOldest(stores, { ...query, methods: others }, keys, enough)
  }

  /** Takes rows, makes their messages, gives them their places within the limits. */
  async function claimAll(stores: S, keys: readonly string[], owner: string): Promise<Claimed> {
    await parts.guard?.check(stores)
    const { room } = await openings(stores)
    const wanted = keys.slice(0, room)
    const claimed = new Map<string, OutboxRow>()
    const claim = { owner, forMs: patience.claimMs, now: clock.now() }
    for (const row of await stores.outbox.claim(wanted, claim)) claimed.set(row.key, row)
    // In the order in which they were found due, which is not always that of their classes.
    const rows = wanted.flatMap((key) => claimed.get(key) ?? [])
    const prepared = await prepare(parts, stores, rows)
    const allotted = await allot(stores, { route, limits, company: clock.now() }, prepared.ready)
    mustBeTrusted(parts)
    if (limits.budget && allotted.spending) tellSpending(allotted.spending)
    return { rows, calls: allotted.calls, dropped: [...allotted.released, ...prepared.dropped] }
  }

  /** Sends what was claimed, and writes how it ended. */
  async function sendAll({ rows, calls, dropped }: Claimed, { owner, mayBegin }: NewClaim): Promise<void> {
    if (dropped.length > 0) await settle(parts, owner, dropped, rows)
    const from = clock.elapsed()
    const sent = await inParallel(calls, (one) => call(one, from + one.afterMs, mayBegin))
    await settle(parts, owner, sent.flat(), rows)
  }

  /** Makes a call, not before `from` (elapsed time), unless the right to make it was lost while it waited. */
  async function call({ members, method }: Call, from: number, mayBegin: () => boolean): Promise<Settlement[]> {
    const gate = gates[method]
    const over = await gate.pass(from)
    const lost = parts.guard?.valid() === false
    const blockedMs = gate.blockedFor()
    const trusted = parts.maySend()
    // With the claim, or with trust in the clock, goes the right to send.
    if (lost || blockedMs > 0 || !mayBegin() || !trusted) {
      over('not-made')
      // By a clock that is in doubt no time is written.
      const notBefore = trusted && blockedMs > 0 ? Math.ceil(clock.now() + blockedMs) : null
      return members.map(({ row }) => ({ key: row.key, state: 'released', notBefore }))
    }
    const pause = (ms: number) => pauseMethod(method, ms)
    const [only] = members
    try {
      return members.length === 1 && only ? [await send(parts, only, pause)] : await sendMany(parts, members, pause)
    } finally {
      over('answered')
    }
  }

  /** Nothing more on this route and by this method for so long. */
  async function pauseMethod(method: SendMethod, ms: number): Promise<void> {
    gates[method].block(ms)
    if (unlimited) return
    await database.transaction(({ buckets }) =>
      buckets.change([bucketName(route, method)], ([state = null], now) => {
        const bucket = new Bucket(state, windows[method], now)
        bucket.block(now + ms)
        return { writes: [bucket.write()], value: undefined }
      }),
    )
  }

  /** Puts what has waited longest before the others, one for every ten places, so that nothing waits for ever. */
  async function withOldest(
    stores: S,
    query: OutboxQuery,
    keys: readonly string[],
    places: number,
  ): Promise<readonly string[]> {
    owedToOldest += places * SHARE_OF_OLDEST
    const share = Math.floor(owedToOldest)
    if (share === 0 || query.methods.length === 0) return keys
    const waitingSince = query.now - LONG_WAIT_MS
    const oldest = await stores.outbox.due({ ...query, limit: share, waitingSince })
    owedToOldest -= share
    const first = new Set(oldest)
    return [...oldest, ...keys.filter((key) => !first.has(key))].slice(0, query.limit)
  }

  function tellSpending({ spent, passed }: { spent: number; passed: number | null }): void {
    const [platform = ''] = route.split('/')
    const calls = limits.budget?.calls ?? 0
    parts.onSpending(platform, spent, calls)
    if (passed !== null) parts.log.warn('calls.spent', { platform, count: spent, state: `${passed * 100} %` })
  }
}
