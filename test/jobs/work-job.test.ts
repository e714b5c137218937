import { describe, expect, test } from 'vitest'
import type { DueWork, Log } from '#core'
import type { Stores } from '#db'
import { LocalDriver, workJob } from '#jobs'
import { FixedClock } from '../support/fixed-clock.ts'
import { openTestDatabase } from '../support/open-test-database.ts'

const silent: Log = { debug() {}, info() {}, warn() {}, error() {} }

describe('later work of a flow', () => {
  test('what fails beside others waits longer each time, and they do not', async () => {
    const clock = new FixedClock(0)
    const database = await openTestDatabase('sqlite', { realNow: () => clock.real() })
    const due = new Set(['bad', 'one', 'two'])
    const ran: string[] = []
    let broken = true
    const work: DueWork<Stores> = {
      name: 'mixed',
      due: async (_stores, _now, limit) => [...due].slice(0, limit),
      next: async () => null,
      async run(_stores, key) {
        ran.push(key)
        if (key === 'bad' && broken) throw new Error('no')
        due.delete(key)
        return []
      },
    }
    const driver = new LocalDriver(clock, silent)
    const job = workJob(work, { database, clock, owe: async () => {}, log: silent, maySend: () => true })
    driver.start([job], true)
    await driver.settled()
    expect(ran).toEqual(['bad', 'one', 'two'])
    expect(driver.health().failing).toBe(1)
    const tries = () => ran.filter((key) => key === 'bad').length
    let others = 2
    for (const [wait, expected] of [
      [999, 1],
      [1, 2],
      [1999, 2],
      [1, 3],
      [3999, 3],
    ] as const) {
      clock.advance(wait)
      // Something beside it goes well each time.
      due.add(`other-${++others}`)
      driver.wake()
      await driver.settled()
      expect(tries(), `after ${wait} more`).toBe(expected)
      expect(ran).toHaveLength(expected + others)
    }
    broken = false
    clock.advance(1)
    driver.wake()
    await driver.settled()
    expect(due.size).toBe(0)
    expect(driver.health().failing).toBe(0)
    await driver.stop(1000)
  })
})
