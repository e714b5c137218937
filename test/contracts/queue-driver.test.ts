import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Clock, Log } from '#core'
import { BullmqDriver, LocalDriver, type QueueDriver } from '#jobs'
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

const DRIVERS: Record<string, (clock: Clock) => QueueDriver> = {
  local: (clock) => new LocalDriver(clock, silent),
  bullmq: (clock) => new BullmqDriver({ url: redis.url, name: `test-${++queues}`, clock, log: silent }),
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

  test('what failed beside others and waits by itself shows in its health', async () => {
    const driver = create(systemClock)
    const first = listJob('first', ['a1'])
    const second = listJob('second', ['b1'])
    driver.start(
      [
        { ...first.job, failing: () => 2 },
        { ...second.job, failing: () => 1 },
      ],
      true,
    )
    await driver.settled()
    expect(driver.health().failing).toBe(3)
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
