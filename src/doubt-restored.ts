import type { Log } from '#core'
import type { Stores } from '#db'
import { RESTORED, restored } from '#domain'

/**
 * A backup that was put back does not know what was sent since it was made: everything that stands unsent in it and was
 * due by then is asked about before it is sent. Done once.
 */
export async function doubtRestored({ settings, outbox }: Stores, log: Log): Promise<void> {
  const mark = await restored(settings)
  if (!mark || mark.doubted) return
  const count = await outbox.doubt(mark.at)
  await settings.set(RESTORED, JSON.stringify({ ...mark, doubted: true }))
  log.warn('restore.doubted', { count })
}
