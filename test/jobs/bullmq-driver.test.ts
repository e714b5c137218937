import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Log } from '#core'
import { BullmqDriver, type Job } from '#jobs'
import { systemClock } from '../../src/system-clock.ts'
import { listJob, until } from '../support/list-job.ts'
import { RedisServer } from '../support/redis-server.ts'

const silent: Log = { debug() {}, info() {}, warn() {}, error() {} }

let redis: RedisServer
beforeAll(async () => {
  redis = await RedisServer.start()
})
afterAll(() => redis.stop())

let queues = 0

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
