import { expect, onTestFinished, test } from 'vitest'
import type { Log } from '#core'
import { BullmqDriver, type Job } from '#jobs'
import { redisJudge } from '../../src/check-redis.ts'
import { readConfig } from '../../src/config.ts'
import { systemClock } from '../../src/system-clock.ts'
import { RedisServer } from '../support/redis-server.ts'
import { scratchFolder } from '../support/scratch.ts'

const EVICTS = ['--maxmemory', '64mb', '--maxmemory-policy', 'allkeys-lru']

/** A driver on a Redis of its own, with a job that does what is asked of it. */
async function driver(env: Readonly<Record<string, string>> = {}) {
  const redis = await RedisServer.start()
  onTestFinished(() => redis.stop())
  const config = readConfig({ HEARBACK_HOME: scratchFolder(), REDIS_URL: redis.url, LANG: 'C', ...env })
  const events: string[] = []
  const told: string[] = []
  const write = (event: string) => void events.push(event)
  const log: Log = { debug: write, info: write, warn: write, error: write }
  const mayUse = redisJudge(config, log, (sentence) => void told.push(sentence))
  const one = new BullmqDriver({ url: redis.url, name: 'returns', clock: systemClock, log, mayUse })
  onTestFinished(() => one.stop(2000))
  let wanted = 0
  let done = 0
  const job: Job = {
    name: 'returns',
    due: async () => Array.from({ length: wanted - done }, (_, n) => `key${done + n}`),
    next: async () => null,
    run: async (keys) => {
      done += keys.length
    },
  }
  one.start([job], true)
  await expect.poll(() => one.health().driver, { timeout: 20_000 }).toBe('bullmq')
  const works = async () => {
    wanted = done + 1
    one.wake()
    await expect.poll(() => done, { timeout: 20_000 }).toBe(wanted)
  }
  return { one, redis, works, events, told }
}

test('one that comes back so that it may throw jobs away is left alone, with a sentence; put right, it is used again', async () => {
  const { one, redis, works, events, told } = await driver()
  await redis.down()
  await expect.poll(() => one.health().driver, { timeout: 20_000 }).toBe('local')
  await redis.up(EVICTS)
  await expect.poll(() => one.health().redisUnfit, { timeout: 20_000 }).toBe(true)
  expect(one.health()).toMatchObject({ driver: 'local', redisAway: true })
  expect(events).toContain('redis.may-evict')
  expect(told).toHaveLength(1)
  expect(told[0]).toContain('noeviction')
  await works()
  expect(one.health().driver).toBe('local')

  await redis.command('CONFIG', 'SET', 'maxmemory-policy', 'noeviction')
  await expect.poll(() => one.health().driver, { timeout: 20_000 }).toBe('bullmq')
  expect(one.health().redisUnfit).toBe(false)
  await works()
  // A second time it is said again.
  await redis.down()
  await redis.up(EVICTS)
  await expect.poll(() => told.length, { timeout: 20_000 }).toBe(2)
}, 90_000)

test('whoever has said that this is known gets it back', async () => {
  const { one, redis, works } = await driver({ HEARBACK_ALLOW_EVICTION: '1' })
  await redis.down()
  await expect.poll(() => one.health().driver, { timeout: 20_000 }).toBe('local')
  await redis.up(EVICTS)
  await expect.poll(() => one.health().driver, { timeout: 20_000 }).toBe('bullmq')
  await works()
}, 60_000)
