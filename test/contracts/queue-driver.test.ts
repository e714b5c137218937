import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Clock, Log } from '#core'
import { BullmqDriver, type Job, LocalDriver, type QueueDriver } from '#jobs'
import { systemClock } from '../../src/system-clock.ts'
import { RedisServer } from '../support/redis-server.ts'

const silent: Log = { debug() {}, info() {}, warn() {}, error() {} }

let redis: RedisServer
beforeAll(async () => {
  redis = await RedisServer.start()
})
afterAll(() => redis.stop())

let queues = 0

const DRIVERS: Record<string, (clock: Clock) => QueueDriver> = {
  local: (clock) => new LocalDriver(clock, silent),
  bullmq: (clock) => new BullmqDriver({ url: redis.url, name: `test-${++queues}`, clock, log: silent }),
}

/** A job whose keys are due until they have been done. */
function listJob(name: string, keys: string[], work: (key: string) => Promise<void> = async () => {}) {
  const done: string[] = []
  const job: Job = {
    name,
    due: async (limit) => keys.filter((key) => !done.includes(key)).slice(0, limit),
    next: async () => null,
    async run(page) {
      for (const key of page) {
        if (done.includes(key)) continue
        await work(key)
        done.push(key)
      }
    },
  }
  return { job, done }
}

async function until(condition: () => boolean, most = 500): Promise<void> {
  for (let tried = 0; tried < most && !condition(); tried++) {
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  expect(condition()).toBe(true)
}

describe.each(Object.entries(DRIVERS))('the %s driver', (_, create) => {
  test('does what is due, and what that makes due, then is settled', async () => {
    const driver = create(systemClock)
    const later: string[] = []
    const second = listJob('second', later)
    const first = listJob('first', ['a1', 'b1', 'c1'], async (key) => void later.push(`from-${key}`))
    driver.start([second.job, first.job], true)
    await driver.settled()
    expect(first.done.toSorted()).toEqual(['a1', 'b1', 'c1'])
    expect(second.done.toSorted()).toEqual(['from-a1', 'from-b1', 'from-c1'])
    expect(driver.health().failing).toBe(0)
    await driver.stop(1000)
  })

  test('begun anew it goes on, and moves', async () => {
    const driver = create(systemClock)
    const keys = ['a1']
    const { job, done } = listJob('anew', keys)
    driver.start([job], true)
    await driver.settled()
    driver.restart()
    keys.push('b1')
    driver.wake()
    await until(() => done.length === 2)
    expect(driver.health().sincePassMs).toBeLessThan(60_000)
    await driver.stop(1000)
  })

  test('wakes for what comes later, without being asked to settle', async () => {
    const driver = create(systemClock)
    const keys: string[] = []
    const { job, done } = listJob('later', keys)
    driver.start([job], true)
    await driver.settled()
    keys.push('x1')
    driver.wake()
    await until(() => done.length === 1)
    keys.push('x2')
    // Nobody wakes it: it looks by itself.
    await until(() => done.length === 2)
    await driver.stop(1000)
  })

  test('what fails is left alone for a while, comes again, and holds up nothing else', async () => {
    const driver = create(systemClock)
    let tries = 0
    const failing = listJob('failing', ['f1'], async () => {
      if (++tries < 3) throw new Error('no')
    })
    const fine = listJob('fine', ['y1', 'y2'])
    driver.start([failing.job, fine.job], true)
    await until(() => fine.done.length === 2)
    await until(() => failing.done.length === 1)
    expect(tries).toBe(3)
    await driver.stop(1000)
  })

  test('a thousand keys are each done once', async () => {
    const driver = create(systemClock)
    const runs = new Map<string, number>()
    const keys = Array.from({ length: 1000 }, (_, n) => `k${n}`)
    const { job, done } = listJob('many', keys, async (key) => void runs.set(key, (runs.get(key) ?? 0) + 1))
    driver.start([job], true)
    await driver.settled()
    expect(done).toHaveLength(1000)
    expect([...runs.values()].every((count) => count === 1)).toBe(true)
    await driver.stop(1000)
  })

  test('stopping finishes the work in hand and takes no more', async () => {
    const driver = create(systemClock)
    const { promise: started, resolve: start } = Promise.withResolvers<void>()
    const { promise: held, resolve: release } = Promise.withResolvers<void>()
    const keys = ['a1']
    const { job, done } = listJob('slow', keys, () => {
      start()
      return held
    })
    driver.start([job], true)
    await started
    const stopped = driver.stop(30_000)
    keys.push('b1')
    release()
    await stopped
    expect(done).toEqual(['a1'])
  })

  test('stopping does not wait for ever', async () => {
    const driver = create(systemClock)
    const { promise: begun, resolve: begin } = Promise.withResolvers<void>()
    const { job } = listJob('stuck', ['a1'], () => {
      begin()
      return new Promise(() => {})
    })
    driver.start([job], true)
    await begun
    await driver.stop(20)
  })

  test('a process that does not work does nothing itself', async () => {
    const driver = create(systemClock)
    const { job, done } = listJob('other', ['a1'])
    driver.start([job], false)
    driver.wake()
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect(done).toEqual([])
    await driver.stop(1000)
  })
})

describe('the bullmq driver alone', () => {
  test('what one process says is due another one does', async () => {
    const name = `test-${++queues}`
    const keys = ['a1', 'b1']
    const says = new BullmqDriver({ url: redis.url, name, clock: systemClock, log: silent })
    const does = new BullmqDriver({ url: redis.url, name, clock: systemClock, log: silent })
    const { job, done } = listJob('shared', keys)
    does.start([{ ...job, due: async () => [] }], true)
    says.start([job], false)
    await until(() => done.length === 2)
    await says.stop(1000)
    await does.stop(1000)
  })

  test('after FLUSHALL everything due is queued again', async () => {
    const name = `test-${++queues}`
    const says = new BullmqDriver({ url: redis.url, name, clock: systemClock, log: silent })
    const { job, done } = listJob('flushed', ['a1', 'b1'])
    says.start([job], false)
    await until(() => says.health().driver === 'bullmq')
    for (let tried = 0; tried < 100; tried++) {
      if ((await redis.command('LLEN', `hearback:${name}:wait`)).startsWith(':1')) break
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    await redis.command('FLUSHALL')
    const does = new BullmqDriver({ url: redis.url, name, clock: systemClock, log: silent })
    does.start([{ ...job, due: async () => [] }], true)
    await until(() => done.length === 2)
    await says.stop(1000)
    await does.stop(1000)
  }, 30_000)

  test('while Redis is away the local driver works; it hands back without a restart', async () => {
    const own = await RedisServer.start()
    const driver = new BullmqDriver({ url: own.url, name: 'away', clock: systemClock, log: silent })
    const keys = ['a1']
    const { job, done } = listJob('away', keys)
    driver.start([job], true)
    await until(() => driver.health().driver === 'bullmq' && done.length === 1)
    await own.down()
    await until(() => driver.health().driver.startsWith('local'))
    keys.push('b1')
    driver.wake()
    await until(() => done.length === 2)
    await own.up()
    await until(() => driver.health().driver === 'bullmq')
    keys.push('c1')
    driver.wake()
    await until(() => done.length === 3)
    await driver.stop(2000)
    await own.stop()
  }, 30_000)

  test('a Redis that hangs counts as away, also when begun anew; it hands back without a restart', async () => {
    const own = await RedisServer.start()
    const driver = new BullmqDriver({ url: own.url, name: 'hangs', clock: systemClock, log: silent })
    const keys = ['a1']
    const { job, done } = listJob('hangs', keys)
    driver.start([job], true)
    await until(() => driver.health().driver === 'bullmq' && done.length === 1)
    own.hang()
    keys.push('b1')
    driver.wake()
    await until(() => driver.health().driver === 'local' && done.length === 2, 1500)
    own.goOn()
    await until(() => driver.health().driver === 'bullmq', 1500)
    keys.push('c1')
    driver.wake()
    await until(() => done.length === 3)
    own.hang()
    keys.push('d1')
    driver.restart()
    expect(driver.health().driver).toBe('local')
    await until(() => done.length === 4)
    own.goOn()
    await until(() => driver.health().driver === 'bullmq', 1500)
    keys.push('e1')
    driver.wake()
    await until(() => done.length === 5)
    await driver.stop(2000)
    await own.stop()
  }, 60_000)

  test.each([1, 3])('%i kinds of work that hang hold up no other', async (count) => {
    const driver = new BullmqDriver({ url: redis.url, name: `test-${++queues}`, clock: systemClock, log: silent })
    const begun = new Set<string>()
    const hanging = Array.from({ length: count }, (_, n) => {
      const keys = Array.from({ length: 2000 }, (_, key) => `${n}-${key}`)
      return listJob(`alpha-${n}`, keys, (key) => {
        begun.add(key)
        return new Promise(() => {})
      })
    })
    const keys: string[] = []
    const beta = listJob('beta', keys)
    driver.start([...hanging.map(({ job }) => job), beta.job], true)
    await until(() => begun.size > count)
    keys.push(...Array.from({ length: 1000 }, (_, n) => `beta${n}`))
    driver.wake()
    await until(() => beta.done.length === 1000)
    await driver.stop(20)
  })

  test('pages held back that fall due together leave room for other work', async () => {
    const driver = new BullmqDriver({ url: redis.url, name: `test-${++queues}`, clock: systemClock, log: silent })
    const at = systemClock.now() + 1500
    const alpha = Array.from({ length: 2000 }, (_, n) => `alpha${n}`)
    const begun = new Set<string>()
    const free = (limit: number) => alpha.filter((key) => !begun.has(key)).slice(0, limit)
    const hanging: Job = {
      ...listJob('alpha', []).job,
      due: async (limit) => (systemClock.now() < at ? [] : free(limit)),
      ahead: async (_, limit) => (systemClock.now() < at ? alpha.slice(0, limit).map((key) => ({ key, at })) : []),
      run: (page) => {
        for (const key of page) begun.add(key)
        return new Promise(() => {})
      },
    }
    const keys: string[] = []
    const beta = listJob('beta', keys)
    driver.start([hanging, beta.job], true)
    await until(() => begun.size >= 400)
    keys.push('beta1', 'beta2')
    driver.wake()
    await until(() => beta.done.length === 2)
    await driver.stop(20)
  })

  test('what will be due soon is held in Redis, with its key and nothing else; what is called off is removed', async () => {
    const name = `test-${++queues}`
    const at = systemClock.now() + 10 * 60_000
    let ahead = [
      { key: 'soon1', at },
      { key: 'soon2', at: at + 10 },
    ]
    const driver = new BullmqDriver({ url: redis.url, name, clock: systemClock, log: silent })
    const job: Job = { ...listJob('ahead', []).job, ahead: async () => ahead }
    driver.start([job], true)
    const held = () => redis.command('ZCARD', `hearback:${name}:delayed`)
    for (let tried = 0; tried < 200 && !(await held()).startsWith(':1'); tried++) {
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    expect(await held()).toBe(':1\r\n')
    const data = await redis.command('HGET', `hearback:${name}:page-ahead-soon1-soon2-2-held`, 'data')
    expect(data).toContain('{"keys":["soon1","soon2"]}')
    ahead = []
    for (let tried = 0; tried < 400 && !(await held()).startsWith(':0'); tried++) {
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    expect(await held()).toBe(':0\r\n')
    await driver.stop(1000)
  }, 30_000)
})
