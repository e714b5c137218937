import type { Log } from '#core'
import type { Stores } from '#db'
import { CLOCK_LAST_SEEN, markRestored, RESTORED, restored } from '#domain'

/** Processes do not write down at the same moment that they are alive. */
const OLD_MS = 10 * 60_000

/**
 * A backup that was put back does not know what was sent since it was made: everything that stands unsent in it and was
 * due by then is asked about before it is sent. Done once.
 */
export async function doubtRestored(stores: Stores, log: Log): Promise<void> {
  const { settings, outbox } = stores
  const mark = await restored(settings)
  if (!mark || mark.doubted) return
  const count = await outbox.doubt(mark.at)
  await settings.set(RESTORED, JSON.stringify({ ...mark, doubted: true }))
  log.warn('restore.doubted', { count })
}

/** Marks data that is older than this installation: somebody has put a copy back without saying so. */
export async function noticeOldData({ settings }: Stores, aliveAt: number | null, now: number): Promise<void> {
  const lastSeen = Number((await settings.get(CLOCK_LAST_SEEN)) ?? Number.NaN)
  if (aliveAt === null || !(aliveAt - lastSeen > OLD_MS)) return
  const mark = await restored(settings)
  if (mark === null || mark.at < aliveAt) await markRestored(settings, { from: lastSeen, at: now })
}
