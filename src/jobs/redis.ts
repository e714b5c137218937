import { Redis, type RedisOptions } from 'ioredis'

const KEEP_ALIVE_MS = 10_000

/** A connection that comes back by itself; faults show in its events and in the commands that fail. */
export function openRedis(url: string, options: RedisOptions = {}): Redis {
  const connection = new Redis(url, {
    maxRetriesPerRequest: null,
    // A peer that went without a word is noticed.
    keepAlive: KEEP_ALIVE_MS,
    retryStrategy: (times) => Math.min(100 * times, 1000),
    ...options,
  })
  connection.on('error', () => {})
  return connection
}

/** What a Redis would do with the queue, as far as it says. */
export interface RedisSettings {
  /** Whether it may throw keys away when memory is short. */
  readonly mayEvict: boolean
  /** Whether it would, if somebody gave it a limit: so far it has none. */
  readonly wouldEvict: boolean
  /** Whether anything is left after it was restarted; one that does not say is believed to. */
  readonly keepsOnDisk: boolean
}

/** Asks a Redis how it is set; null when it does not answer. */
export async function readRedisSettings(url: string): Promise<RedisSettings | null> {
  const connection = openRedis(url, { lazyConnect: true, retryStrategy: () => null, connectTimeout: 3000 })
  try {
    await connection.connect()
    const memory = fields(await connection.info('memory'))
    const persistence = fields(await connection.info('persistence'))
    const save = await connection.config('GET', 'save').catch(() => null)
    const limited = memory.get('maxmemory') !== '0'
    const evicts = memory.get('maxmemory_policy') !== 'noeviction'
    return {
      mayEvict: limited && evicts,
      wouldEvict: !limited && evicts,
      keepsOnDisk: persistence.get('aof_enabled') === '1' || !Array.isArray(save) || String(save[1] ?? '') !== '',
    }
  } catch {
    return null
  } finally {
    connection.disconnect()
  }
}

function fields(info: string): Map<string, string> {
  return new Map(
    info.split('\r\n').flatMap((line) => {
      const at = line.indexOf(':')
      return at < 0 ? [] : [[line.slice(0, at), line.slice(at + 1)] as const]
    }),
  )
}
