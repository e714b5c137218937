import type {
  Adapter,
  Address,
  Clock,
  Content,
  CoreStores,
  Log,
  Message,
  OutboxRow,
  Post,
  Random,
  Recipient,
  Settlement,
  Transactor,
} from '#core'
import { loggable } from '#core'
import type { Job } from './job.ts'

/** Where a message goes. */
export interface Destination {
  readonly adapter: Adapter
  readonly to: Address
}

export interface DeliverParts<S extends CoreStores> {
  readonly database: Transactor<S>
  /** Looks a recipient up; null when there is no way to write to them. */
  readonly resolve: (stores: S, to: Recipient) => Promise<Destination | null>
  /** Makes the message of a row; null when it is no longer needed. */
  readonly render: (stores: S, content: Content, to: Recipient) => Promise<Message | null>
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
  readonly onOutcome?: (platform: string, state: Settlement['state']) => void
}

/** How long a claim lasts; longer than a send may take, or two workers could send the same message. */
const CLAIM_MS = 60_000
const SEND_TIMEOUT_MS = 20_000
const CONCURRENCY = 8
const FIRST_RETRY_MS = 2000
const LONGEST_RETRY_MS = 30 * 60_000
/** About two days of trying. */
const MOST_ATTEMPTS = 100

interface Prepared {
  readonly row: OutboxRow
  readonly destination: Destination
  readonly post: Post
}

/** Sends what stands in the outbox: claim, commit, send, settle. */
export function deliverJob<S extends CoreStores>(parts: DeliverParts<S>): Job {
  const { database, clock } = parts
  return {
    name: 'deliver',
    due: (limit) => database.transaction((stores) => stores.outbox.due(clock.now(), limit)),
    next: () => database.transaction((stores) => stores.outbox.nextDue()),

    async run(keys) {
      const owner = parts.random.id()
      const until = clock.real() + CLAIM_MS
      const rows = await database.transaction((stores) => stores.outbox.claim(keys, { owner, until }))
      const { ready, settled } = await prepare(parts, rows)
      const sent = await inParallel(ready, (one) => send(parts, one))
      await settle(parts, owner, [...settled, ...sent])
    },
  }
}

/** Finds out about messages whose sender died or got no answer: asks the platform, else follows the message's policy. */
export function uncertainJob<S extends CoreStores>(parts: DeliverParts<S>): Job {
  const { database, clock } = parts
  const UNCERTAIN = 'uncertain'
  return {
    name: 'uncertain',
    async due() {
      return database.transaction(async (stores) => {
        await stores.outbox.expireClaims(clock.real())
        const { uncertain } = await stores.outbox.counts()
        return uncertain > 0 ? [UNCERTAIN] : []
      })
    },
    next: async () => null,

    async run() {
      const owner = parts.random.id()
      const until = clock.real() + CLAIM_MS
      const rows = await database.transaction((stores) => stores.outbox.claimUncertain(100, { owner, until }))
      const settlements = await inParallel(rows, (row) => lookUp(parts, row))
      await settle(parts, owner, settlements)
    },
  }
}

async function prepare<S extends CoreStores>(parts: DeliverParts<S>, rows: readonly OutboxRow[]) {
  const ready: Prepared[] = []
  const settled: Settlement[] = []
  await parts.database.transaction(async (stores) => {
    for (const row of rows) {
      const drop = (code: string) => settled.push({ key: row.key, state: 'void', code })
      const destination = await parts.resolve(stores, row.to)
      if (!destination) {
        drop('no-address')
        continue
      }
      const replaced = row.replaces ? await stores.outbox.posted(row.replaces) : null
      if (row.replaces && (!replaced || !destination.adapter.capabilities.update)) {
        drop('nothing-to-replace')
        continue
      }
      const under = row.under ? await stores.outbox.posted(row.under) : null
      const message = await parts.render(stores, row.content, row.to)
      if (!message) {
        drop('not-needed')
        continue
      }
      const post: Post = {
        key: platformKey(parts, row),
        to: destination.to,
        message,
        ...(replaced && { replaces: replaced.messageId }),
        ...(under && { under: under.messageId }),
      }
      ready.push({ row, destination, post })
    }
  })
  return { ready, settled }
}

/** A sealed message gets a key that nobody keeps: the platform's records then lead to no row here. */
function platformKey<S extends CoreStores>(parts: DeliverParts<S>, row: OutboxRow): string {
  return row.to.kind === 'sealed' ? parts.random.id() : row.key
}

async function send<S extends CoreStores>(parts: DeliverParts<S>, prepared: Prepared): Promise<Settlement> {
  const { row, destination, post } = prepared
  const { adapter } = destination
  try {
    const outcome = await withTimeout(adapter.send(post), SEND_TIMEOUT_MS)
    if (outcome === null) return { key: row.key, state: 'uncertain', code: 'timeout' }
    switch (outcome.kind) {
      case 'sent': {
        const sealed = row.to.kind === 'sealed'
        return {
          key: row.key,
          state: 'sent',
          messageId: sealed ? null : outcome.messageId,
          address: sealed ? null : addressText(destination),
        }
      }
      case 'uncertain':
        return { key: row.key, state: 'uncertain', code: outcome.code }
      case 'refused':
        if (outcome.permanent || row.attempts >= MOST_ATTEMPTS) {
          parts.log.warn('outbox.refused', { platform: adapter.platform, code: outcome.code })
          return { key: row.key, state: 'refused', code: outcome.code }
        }
        return retry(parts, row, outcome.code, outcome.retryAfterMs)
    }
  } catch (error) {
    const fault = loggable(error)
    parts.log.warn('outbox.failed', { platform: adapter.platform, ...fault })
    return { key: row.key, state: 'uncertain', code: fault.code }
  }
}

async function lookUp<S extends CoreStores>(parts: DeliverParts<S>, row: OutboxRow): Promise<Settlement> {
  if (row.to.kind === 'sealed') return retry(parts, row, 'resend')
  const destination = await parts.database.transaction((stores) => parts.resolve(stores, row.to))
  if (!destination) return { key: row.key, state: 'void', code: 'no-address' }
  try {
    const found = await withTimeout(destination.adapter.lookUp({ key: row.key, to: destination.to }), SEND_TIMEOUT_MS)
    if (found?.kind === 'sent') {
      return { key: row.key, state: 'sent', messageId: found.messageId, address: addressText(destination) }
    }
    if (found?.kind === 'absent' || row.whenUncertain !== 'hold') return retry(parts, row, 'resend', 0)
    return { key: row.key, state: 'held', code: 'unknown-outcome' }
  } catch (error) {
    return { key: row.key, state: 'uncertain', code: loggable(error).code }
  }
}

function retry<S extends CoreStores>(
  parts: DeliverParts<S>,
  row: OutboxRow,
  code: string,
  afterMs = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** (row.attempts - 1)),
): Settlement {
  return { key: row.key, state: 'pending', notBefore: parts.clock.now() + afterMs, code }
}

async function settle<S extends CoreStores>(
  parts: DeliverParts<S>,
  owner: string,
  settlements: readonly Settlement[],
): Promise<void> {
  if (settlements.length === 0) return
  await parts.database.transaction((stores) => stores.outbox.settle(owner, settlements, parts.clock.now()))
  for (const { state } of settlements) parts.onOutcome?.('', state)
}

function addressText({ adapter, to }: Destination): string {
  const id = to.kind === 'user' ? to.userId : to.channelId
  return `${adapter.platform}/${adapter.workspace}/${to.kind}/${id}`
}

async function inParallel<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results = new Array<R>(items.length)
  const queue = items.entries()
  const worker = async () => {
    for (const [index, item] of queue) results[index] = await work(item)
  }
  await Promise.all(Array.from({ length: Math.min(CONCURRENCY, items.length) }, worker))
  return results
}

/** Null when the time is over first. */
async function withTimeout<T>(work: Promise<T>, ms: number): Promise<T | null> {
  const { promise, resolve } = Promise.withResolvers<null>()
  const timer = setTimeout(() => resolve(null), ms)
  try {
    return await Promise.race([work, promise])
  } finally {
    clearTimeout(timer)
  }
}
