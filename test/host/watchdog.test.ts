import { expect, onTestFinished, test } from 'vitest'
import type { Log } from '#core'
import { type Job, LocalDriver } from '#jobs'
import { Watchdog } from '../../src/watchdog.ts'
import { FixedClock } from '../support/fixed-clock.ts'

const silent: Log = { debug() {}, info() {}, warn() {}, error() {} }
const MINUTE = 60_000

/** Work that never comes back the first time it is done. */
function hangingJob() {
  const { promise: done, resolve } = Promise.withResolvers<void>()
  let runs = 0
  const job: Job = {
    name: 'hangs',
    due: async () => (runs < 2 ? ['a'] : []),
    next: async () => null,
    async run() {
      if (++runs === 1) return new Promise(() => {})
      resolve()
    },
  }
  return { job, done, runs: () => runs }
}

async function setup(oldestMs: number) {
  const clock = new FixedClock(0)
  const driver = new LocalDriver(clock, silent)
  const { job, done, runs } = hangingJob()
  driver.start([job], true)
  onTestFinished(() => driver.stop(0))
  await expect.poll(runs).toBe(1)
  let restarts = 0
  const watchdog = new Watchdog({
    queue: driver,
    clock,
    log: silent,
    oldestMs: async () => oldestMs,
    onRestart: () => restarts++,
  })
  return { clock, driver, watchdog, done, runs, restarts: () => restarts }
}

test('work that stands still while something is due is begun anew, once, and goes on', async () => {
  const { clock, watchdog, done, restarts } = await setup(3 * MINUTE)
  await watchdog.look()
  expect(restarts()).toBe(0)
  expect(await watchdog.isStuck()).toBe(false)
  clock.advance(2 * MINUTE + 1)
  expect(await watchdog.isStuck()).toBe(true)
  await watchdog.look()
  await watchdog.look()
  expect(restarts()).toBe(1)
  await done
  expect(await watchdog.isStuck()).toBe(false)
})

test('nothing due for long: a long look is left alone', async () => {
  const { clock, watchdog, runs, restarts } = await setup(MINUTE)
  clock.advance(10 * MINUTE)
  await watchdog.look()
  expect([restarts(), runs()]).toEqual([0, 1])
})
