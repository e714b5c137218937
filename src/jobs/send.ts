import { loggable, type OutboxRow, type Post, type Settlement } from '#core'
import { addressText, type DeliverParts, type Destination } from './deliver-parts.ts'

const SEND_TIMEOUT_MS = 20_000
const FIRST_RETRY_MS = 2000
const LONGEST_RETRY_MS = 30 * 60_000
/** About two days of trying. */
const MOST_ATTEMPTS = 100

export interface Prepared {
  readonly row: OutboxRow
  readonly destination: Destination
  readonly post: Post
}

/** Makes one attempt and says how it ended: sent, refused, or nobody knows. */
export async function send<S>(parts: DeliverParts<S>, { row, destination, post }: Prepared): Promise<Settlement> {
  const { adapter } = destination
  try {
    const outcome = await withTimeout(adapter.send(post))
    switch (outcome?.kind) {
      case undefined:
        return unknown(parts, row, 'timeout')
      case 'sent':
        return sent(row, destination, outcome.messageId)
      case 'uncertain':
        return unknown(parts, row, outcome.code)
      case 'refused':
        if (outcome.permanent || row.attempts >= MOST_ATTEMPTS) {
          parts.log.warn('outbox.refused', { platform: adapter.platform, code: outcome.code })
          return { key: row.key, state: 'refused', code: outcome.code }
        }
        return again(parts, row, outcome.code, outcome.retryAfterMs)
    }
  } catch (error) {
    const fault = loggable(error)
    parts.log.warn('outbox.failed', { platform: adapter.platform, ...fault })
    return unknown(parts, row, fault.code)
  }
}

/** Asks the platform about a message whose outcome nobody knows; where it cannot be asked, the message's policy decides. */
export async function lookUp<S>(parts: DeliverParts<S>, row: OutboxRow, destination: Destination): Promise<Settlement> {
  try {
    const found = await withTimeout(destination.adapter.lookUp({ key: row.key, to: destination.to }))
    if (found?.kind === 'sent') return sent(row, destination, found.messageId)
    if (found?.kind === 'absent' || row.whenUncertain !== 'hold') return again(parts, row, 'resend', 0)
    return { key: row.key, state: 'held', code: 'unknown-outcome' }
  } catch (error) {
    return unknown(parts, row, loggable(error).code)
  }
}

/** Back to pending, to be sent once more. */
export function again<S>(
  parts: DeliverParts<S>,
  row: OutboxRow,
  code: string,
  afterMs = retryAfter(row.attempts),
): Settlement {
  return { key: row.key, state: 'pending', notBefore: parts.clock.now() + afterMs, code }
}

function unknown<S>(parts: DeliverParts<S>, row: OutboxRow, code: string): Settlement {
  return { key: row.key, state: 'uncertain', notBefore: parts.clock.now() + retryAfter(row.attempts), code }
}

function sent(row: OutboxRow, destination: Destination, messageId: string): Settlement {
  // Of a sealed message nothing is kept that leads to the person.
  const sealed = row.to.kind === 'sealed'
  const address = sealed ? null : addressText(destination)
  return { key: row.key, state: 'sent', messageId: sealed ? null : messageId, address }
}

function retryAfter(attempts: number): number {
  return Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.max(0, attempts - 1))
}

/** Null when the time is over first. */
async function withTimeout<T>(work: Promise<T>): Promise<T | null> {
  const { promise, resolve } = Promise.withResolvers<null>()
  const timer = setTimeout(() => resolve(null), SEND_TIMEOUT_MS)
  try {
    return await Promise.race([work, promise])
  } finally {
    clearTimeout(timer)
  }
}
