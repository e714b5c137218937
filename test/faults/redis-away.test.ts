import { afterAll, describe, expect, onTestFinished, test } from 'vitest'
import { extent } from '../support/faults/extent.ts'
import { FaultSetup } from '../support/faults/fault-setup.ts'
import { stopPostgres } from '../support/open-test-database.ts'
import { RedisServer } from '../support/redis-server.ts'

afterAll(stopPostgres)

const MINUTE = 60_000
const MINUTES = 10
const PER_MINUTE = 10

/** More than this Redis may hold at all: what lay there is thrown away. */
const JUNK_BYTES = 6_000_000

describe('without a Redis that can be relied on', { timeout: extent.timeoutMs }, () => {
  test.each(extent.engines('postgres bullmq').filter(({ driver }) => driver === 'bullmq'))(
    'X7 $name: ten minutes without Redis: what falls due goes out all the same, once, and it hands back',
    async (engine) => {
      const setup = await FaultSetup.open(engine)
      const { platform, redis } = setup
      await setup.addPeople(PER_MINUTE)
      const start = setup.now()
      for (let minute = 0; minute <= MINUTES; minute++) {
        await setup.addMessages(PER_MINUTE, { notBefore: start + minute * MINUTE }, `minute-${minute}`)
      }
      const workers = await setup.workers(2)
      await platform.delivered(PER_MINUTE)

      // At least one has it in use by then.
      while (!(await redis?.command('KEYS', '*'))?.includes(':mark'));
      await redis?.down()
      // One that was still starting never knew it.
      await Promise.any(workers.map((worker) => worker.printed('queue.redis-is-away')))
      for (let minute = 1; minute <= MINUTES; minute++) {
        for (const worker of workers) worker.advance(MINUTE)
        await platform.delivered(PER_MINUTE * (minute + 1))
      }

      // It comes back with what it held, all of which has been done.
      await redis?.up()
      for (const worker of workers) await worker.printed('queue.redis-is-back')
      await setup.addMessages(PER_MINUTE, {}, 'after')
      await platform.delivered(PER_MINUTE * (MINUTES + 2))
      await setup.drained()
      expect(platform.doubled).toBe(0)
      expect(platform.asked).toHaveLength(PER_MINUTE * (MINUTES + 2))
    },
  )

  test('X8: one that may throw keys away is refused at the start; where that is allowed, nothing is lost', async () => {
    const evicting = await RedisServer.start(['--maxmemory', '8mb', '--maxmemory-policy', 'allkeys-lru'])
    onTestFinished(() => evicting.stop())
    const env = { REDIS_URL: evicting.url }
    const setup = await FaultSetup.open({ database: 'sqlite', driver: 'local', env })
    const { platform } = setup
    await setup.addPeople(extent.due)
    await setup.addMessages(extent.due)
    const refused = setup.worker()
    expect(await refused.start()).toBe(false)
    expect(refused.output).toContain('noeviction')
    expect(platform.asked).toEqual([])

    const worker = setup.worker({ HEARBACK_ALLOW_EVICTION: '1' })
    expect(await worker.start()).toBe(true)
    for (let part = 1; part < 4; part++) {
      await platform.delivered(Math.floor((part * extent.due) / 4))
      await evicting.command('SETRANGE', `junk-${part}`, String(JUNK_BYTES), 'x')
    }
    await platform.delivered(extent.due)
    await setup.drained()
    expect(platform.doubled).toBe(0)
    expect(await evicting.command('INFO', 'stats')).not.toMatch(/evicted_keys:0\r/)
  })
})
