import { HearbackError, type Log } from '#core'
import { readRedisSettings } from '#jobs'
import type { Config } from './config.ts'

/**
 * Looks at the Redis before the queue is built on it.
 * @throws HearbackError when it may throw jobs away, unless the operator has said that this is known
 */
export async function checkRedis({ redis, allowEviction }: Config, log: Log): Promise<void> {
  if (redis === null) return
  const settings = await readRedisSettings(redis)
  if (!settings) {
    log.warn('redis.away')
    return
  }
  if (settings.mayEvict && !allowEviction) {
    throw new HearbackError(
      'redis-evicts',
      'This Redis throws keys away when memory is short, jobs among them. Set its maxmemory-policy to noeviction, use another Redis, or set HEARBACK_ALLOW_EVICTION=1 if you know that reminders may then be late.',
    )
  }
  if (settings.wouldEvict) log.warn('redis.would-evict')
  if (!settings.keepsOnDisk) log.warn('redis.keeps-nothing-on-disk')
}
