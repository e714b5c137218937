import {
  type CoreStores,
  failedSend,
  inTime,
  isUnasked,
  LATE,
  loggable,
  type OutboxRow,
  type Post,
  SET_ASIDE,
  type SendOutcome,
  type Settlement,
} from '#core'
import type { DeliverParts, Destination } from './deliver-parts.ts'
import { PATIENCE } from './patience.ts'

const FIRST_RETRY_MS = 2000
const LONGEST_RETRY_MS = 30 * 60_000
/** About two days of trying. */
const MOST_ATTEMPTS = 100
const MOST_RENDERINGS = 3
const FIRST_SET_ASIDE_MS = 60_000

export interface Prepared {
  readonly row: OutboxRow
  readonly destination: Destination
  readonly post: Post
}

type Refusal = Extract<SendOutcome, { kind: 'refused' }>

/** Makes one attempt and says how it ended: sent, refused, or nobody knows. `limited` hears of a platform that wants a pause. */
export async function send<S extends CoreStores>(
  parts: DeliverParts<S>,
  { row, destination: { adapter }, post }: Prepared,
  limited: (ms: number) => Promise<void>,
): Promise<Settlement> {
  try {
    const outcome = await withTimeout(parts, adapter.send(post))
    if (outcome === LATE) return unanswered(parts, row, 'timeout')
    return await ended(parts, row, adapter.platform, outcome, limited)
  } catch (error) {
    parts.log.warn('outbox.failed', { platform: adapter.platform, ...loggable(error) })
    return ended(parts, row, adapter.platform, failedSend(error), limited)
  }
}

/** One call for several people: each of them has an ending of their own. */
export async function sendMany<S extends CoreStores>(
  parts: DeliverParts<S>,
  members: readonly Prepared[],
  limited: (ms: number) => Promise<void>,
): Promise<Settlement[]> {
  const adapter = members[0]?.destination.adapter
  const everybody = (code: string) => members.map(({ row }) => unanswered(parts, row, code))
  try {
    const outcomes = await withTimeout(
      parts,
      adapter?.sendMany?.(members.map(({ post }) => post)) ?? Promise.resolve([]),
    )
    if (outcomes === LATE) return everybody('timeout')
    const settlements: Settlement[] = []
    for (const [index, { row, destination }] of members.entries()) {
      const outcome = outcomes[index] ?? { kind: 'uncertain', code: 'no-outcome' }
      settlements.push(await ended(parts, row, destination.adapter.platform, outcome, limited))
    }
    return settlements
  } catch (error) {
    const platform = adapter?.platform ?? ''
    parts.log.warn('outbox.failed', { platform, count: members.length, ...loggable(error) })
    const outcome = failedSend(error)
    return Promise.all(members.map(({ row }) => ended(parts, row, platform, outcome, limited)))
  }
}

async function ended<S extends CoreStores>(
  parts: DeliverParts<S>,
  row: OutboxRow,
  platform: string,
  outcome: SendOutcome,
  limited: (ms: number) => Promise<void>,
): Promise<Settlement> {
  switch (outcome.kind) {
    case 'sent':
      return sent(row, outcome.messageId)
    case 'uncertain':
      return unanswered(parts, row, outcome.code)
    case 'refused':
      if (outcome.retryAfterMs !== undefined && outcome.pauses !== 'recipient') await limited(outcome.retryAfterMs)
      return refused(parts, row, platform, outcome)
  }
}

function refused<S extends CoreStores>(
  parts: DeliverParts<S>,
  row: OutboxRow,
  platform: string,
  { code, permanent, retryAfterMs }: Refusal,
): Settlement {
  if (!permanent && row.attempts < MOST_ATTEMPTS) return again(parts, row, code, retryAfterMs)
  parts.log.warn('outbox.refused', { platform, code })
  return { key: row.key, state: 'refused', code }
}

/** Asks the platform about a message whose outcome nobody knows; where it cannot be asked, the message's policy decides. */
export async function lookUp<S extends CoreStores>(
  parts: DeliverParts<S>,
  row: OutboxRow,
  { adapter, to }: Destination,
  under: string | null,
): Promise<Settlement> {
  try {
    const found = await withTimeout(parts, adapter.lookUp({ key: row.key, to, ...(under !== null && { under }) }))
    if (found === LATE) return unknown(parts, row, 'look-up-timeout')
    if (found?.kind === 'sent') return sent(row, found.messageId)
    if (found?.kind === 'absent' || row.whenUncertain !== 'hold') return again(parts, row, 'resend', 0)
    return hold(row, 'unknown-outcome')
  } catch (error) {
    return unknown(parts, row, loggable(error).code)
  }
}

/**
 * A message that could not be made: tried again a few times, then left to an operator, so that it holds up nobody. Where
 * no operator may know of it, it is set aside: what can be made again later, when a key or a version is back, is not lost.
 */
export function unreadable<S extends CoreStores>(parts: DeliverParts<S>, row: OutboxRow): Settlement {
  if (row.attempts < MOST_RENDERINGS) return again(parts, row, 'unreadable')
  return isUnasked(row) ? setAside(parts, row) : hold(row, 'unreadable')
}

/** Waits long and is tried again, for as long as it is owed. */
export function setAside<S extends CoreStores>(parts: DeliverParts<S>, row: OutboxRow): Settlement {
  return again(parts, row, SET_ASIDE, Math.max(FIRST_SET_ASIDE_MS, retryAfter(row.attempts)))
}

/** Left to an operator; of a sealed message nobody is asked, for whom it is for nobody may know. */
export function hold(row: OutboxRow, code: string): Settlement {
  return { key: row.key, state: row.to.kind === 'sealed' ? 'void' : 'held', code }
}

/** Back to pending, to be sent once more. */
export function again<S extends CoreStores>(
  parts: DeliverParts<S>,
  row: OutboxRow,
  code: string,
  afterMs = retryAfter(row.attempts),
): Settlement {
  return { key: row.key, state: 'pending', notBefore: parts.clock.now() + afterMs, code }
}

/** It may yet be delivered: for a while that the platform does not know it says nothing. */
function unanswered<S extends CoreStores>(parts: DeliverParts<S>, row: OutboxRow, code: string): Settlement {
  return unknown(parts, row, code, Math.max((parts.patience ?? PATIENCE).lagMs, retryAfter(row.attempts)))
}

function unknown<S extends CoreStores>(
  parts: DeliverParts<S>,
  row: OutboxRow,
  code: string,
  afterMs = retryAfter(row.attempts),
): Settlement {
  if (row.attempts >= MOST_ATTEMPTS && !isUnasked(row)) return hold(row, code)
  return { key: row.key, state: 'uncertain', notBefore: parts.clock.now() + afterMs, code }
}

function sent(row: OutboxRow, messageId: string): Settlement {
  // Of a sealed message nothing is kept that leads to the person.
  return { key: row.key, state: 'sent', messageId: row.to.kind === 'sealed' ? null : messageId }
}

function retryAfter(attempts: number): number {
  return Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.max(0, attempts - 1))
}

function withTimeout<T>({ patience = PATIENCE }: Pick<DeliverParts<CoreStores>, 'patience'>, work: Promise<T>) {
  return inTime(work, patience.answerMs)
}
