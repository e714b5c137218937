import { HearbackError, type Log } from '#core'
import { readRedisSettings } from '#jobs'
import type { Config } from './config.ts'
import { REDIS_WORDS } from './redis-words.ts'

/** How operators are told beside the log, which holds no sentences. */
type Tell = (sentence: string) => void

const toStderr: Tell = (sentence) => process.stderr.write(`${sentence}\n`)

/**
 * Looks at the Redis before the queue is built on it.
 * @throws HearbackError when it may throw jobs away, unless the operator has said that this is known
 */
export async function checkRedis({ redis, allowEviction, locale }: Config, log: Log, tell = toStderr): Promise<void> {
  if (redis === null) return
  const settings = await readRedisSettings(redis)
  if (!settings) {
    log.warn('redis.away')
    return
  }
  const words = REDIS_WORDS[locale]
  if (settings.mayEvict && !allowEviction) throw new HearbackError('redis-evicts', words.evicts)
  if (settings.wouldEvict) log.warn('redis.would-evict')
  if (settings.keepsOnDisk) return
  log.warn('redis.keeps-nothing-on-disk')
  tell(words.keepsNothing)
}

/**
 * The same question whenever Redis has come back, for it may have been set up anew meanwhile: whether the queue may lie
 * there. The operator is told once that it may not. One that does not answer is no worse than one that is away.
 */
export function redisJudge(
  { redis, allowEviction, locale }: Config,
  log: Log,
  tell = toStderr,
): () => Promise<boolean> {
  let told = false
  return async () => {
    const settings = redis === null || allowEviction ? null : await readRedisSettings(redis)
    const fit = settings?.mayEvict !== true
    if (!fit && !told) {
      log.error('redis.may-evict')
      tell(`${REDIS_WORDS[locale].leftAlone}\n${REDIS_WORDS[locale].evicts}`)
    }
    told = !fit
    return fit
  }
}
