import { setTimeout as wait } from 'node:timers/promises'
import { type Log, loggable } from '#core'
import type { Database } from '#db'

/** The server is not there, or not yet: everything else is a setting that is wrong, and waiting would not put it right. */
const AWAY = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  // PostgreSQL: starting up, shutting down, crashed.
  '57P01',
  '57P02',
  '57P03',
])

const FIRST_WAIT_MS = 500
const LONGEST_WAIT_MS = 10_000

/**
 * Waits until the database answers, so that nobody has to start the two in order.
 * @throws what the database says when waiting would not help; an AbortError when the wait was given up
 */
export async function databaseAnswers(database: Database, log: Log, giveUp?: AbortSignal): Promise<void> {
  for (let waitMs = FIRST_WAIT_MS; ; waitMs = Math.min(LONGEST_WAIT_MS, waitMs * 2)) {
    try {
      return await database.check()
    } catch (error) {
      const { code } = loggable(error)
      if (!AWAY.has(code) && !isTimeout(error)) throw error
      if (waitMs === FIRST_WAIT_MS) {
        process.stderr.write('The database does not answer yet; trying again until it does. Is DATABASE_URL right?\n')
      }
      log.warn('database.away', { code })
    }
    await wait(waitMs, undefined, { signal: giveUp })
  }
}

/** The driver has no code for it. */
function isTimeout(error: unknown): boolean {
  return error instanceof Error && /connection time|timeout exceeded/i.test(error.message)
}
