import { describe, expect, test } from 'vitest'
import type { Log } from '#core'
import { type Job, LocalDriver } from '#jobs'
import { FixedClock } from '../support/fixed-clock.ts'

const silent: Log = { debug() {}, info() {}, warn() {}, error() {} }

/** A job with a list of keys that are due until they have been done. */
function listJob(name: string, keys: string[], work: (key: string) => Promise<void> = async () => {}) {
  const done: string[] = []
  const job: Job = {
    name,
    due: async (limit) => keys.filter((key) => !done.includes(key)).slice(0, limit),
    next: async () => null,
    async run(page) {
      for (const key of page) {
        await work(key)
        done.push(key)
      }
    },
  }
  return { job, done }
}

describe('local driver', () => {
  test('settles when nothing is due any more, what one job makes due for another included', async () => {
    const driver = new LocalDriver(new FixedClock(0), silent)
    const later: string[] = []
    const second = listJob('second', later)
    const first = listJob('first', ['a', 'b'], async (key) => void later.push(`from ${key}`))
    driver.start([second.job, first.job], true)
    await driver.settled()
    expect(first.done).toEqual(['a', 'b'])
    expect(second.done).toEqual(['from a', 'from b'])
    await driver.stop(1000)
  })

  test('what fails waits longer each time and holds up nothing else', async () => {
    const clock = new FixedClock(0)
    const driver = new LocalDriver(clock, silent)
    let tries = 0
    const failing = listJob('failing', ['x'], async () => {
      tries++
      throw new Error('no')
    })
    const fine = listJob('fine', ['y'])
    driver.start([failing.job, fine.job], true)
    await driver.settled()
    expect(fine.done).toEqual(['y'])
    expect(tries).toBe(1)
    expect(driver.health().failing).toBe(1)
    for (const [wait, expected] of [
      [999, 1],
      [1, 2],
      [1999, 2],
      [1, 3],
    ] as const) {
      clock.advance(wait)
      await driver.settled()
      expect(tries).toBe(expected)
    }
    await driver.stop(1000)
  })

  test('what has failed and was done elsewhere counts as failing only for a while', async () => {
    const clock = new FixedClock(0)
    const driver = new LocalDriver(clock, silent)
    const keys = ['x']
    const failing = listJob('failing', keys, async () => {
      // The answer to a commit can be lost: it is done all the same.
      keys.length = 0
      throw new Error('no')
    })
    driver.start([failing.job], true)
    await driver.settled()
    expect(driver.health().failing).toBe(1)
    clock.advance(15 * 60_000)
    expect(driver.health().failing).toBe(0)
    await driver.stop(1000)
  })

  test('stopping waits for the work in hand, but not for ever', async () => {
    const driver = new LocalDriver(new FixedClock(0), silent)
    const { promise: started, resolve: start } = Promise.withResolvers<void>()
    const { promise: held, resolve: release } = Promise.withResolvers<void>()
    const slow = listJob('slow', ['a'], () => {
      start()
      return held
    })
    driver.start([slow.job], true)
    await started
    const stopped = driver.stop(60_000)
    release()
    await stopped
    expect(slow.done).toEqual(['a'])

    const stuck = new LocalDriver(new FixedClock(0), silent)
    const { promise: begun, resolve: begin } = Promise.withResolvers<void>()
    stuck.start(
      [
        listJob('stuck', ['a'], () => {
          begin()
          return new Promise(() => {})
        }).job,
      ],
      true,
    )
    await begun
    await stuck.stop(10)
  })
})
