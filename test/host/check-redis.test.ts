import { expect, onTestFinished, test } from 'vitest'
import type { Log } from '#core'
import { checkRedis } from '../../src/check-redis.ts'
import { readConfig } from '../../src/config.ts'
import { RedisServer } from '../support/redis-server.ts'
import { scratchFolder } from '../support/scratch.ts'

async function warningsAt(settings: readonly string[], told: string[] = []): Promise<string[]> {
  const redis = await RedisServer.start(settings)
  onTestFinished(() => redis.stop())
  const config = { ...readConfig({ HEARBACK_HOME: scratchFolder() }), redis: redis.url }
  const warnings: string[] = []
  const log: Log = { debug() {}, info() {}, error() {}, warn: (event) => void warnings.push(event) }
  await checkRedis({ ...config, locale: 'en' }, log, (sentence) => void told.push(sentence))
  return warnings
}

test('a Redis that would throw keys away once it had a limit is warned of; one that would not is not', async () => {
  expect(await warningsAt(['--maxmemory-policy', 'volatile-lru'])).toEqual(['redis.would-evict'])
  expect(await warningsAt(['--maxmemory-policy', 'noeviction', '--maxmemory', '8mb'])).toEqual([])
  await expect(warningsAt(['--maxmemory-policy', 'volatile-lru', '--maxmemory', '8mb'])).rejects.toThrow('noeviction')
})

test('one that keeps nothing on disk is warned of, with a sentence that says what to do', async () => {
  const told: string[] = []
  expect(await warningsAt(['--appendonly', 'no', '--save', ''], told)).toEqual(['redis.keeps-nothing-on-disk'])
  expect(told).toEqual([expect.stringContaining('appendonly')])
  expect(await warningsAt(['--appendonly', 'no', '--save', '60 1'], told)).toEqual([])
  expect(told).toHaveLength(1)
})
