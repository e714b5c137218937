import { expect, onTestFinished, test } from 'vitest'
import type { Log } from '#core'
import { type Job, LocalDriver } from '#jobs'
import { systemClock } from '../../src/system-clock.ts'

const silent: Log = { debug() {}, info() {}, warn() {}, error() {} }

/** A job that takes what is due page by page; a page ends when the test says how. */
function takingJob(pages: string[][], overlap?: number) {
  const left = pages.slice()
  const begun: { readonly keys: readonly string[]; readonly end: (fault?: Error) => void }[] = []
  const looked: string[][] = []
  const watching = new Set<() => void>()
  const changed = () => {
    for (const look of watching) look()
  }
  const until = async (condition: () => boolean) => {
    const { promise, resolve } = Promise.withResolvers<void>()
    const look = () => condition() && resolve()
    watching.add(look)
    look()
    await promise
    watching.delete(look)
  }
  let most = 0
  let inHand = 0
  const begin = async (keys: readonly string[]) => {
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    most = Math.max(most, ++inHand)
    begun.push({ keys, end: (fault) => (fault ? reject(fault) : resolve()) })
    changed()
    try {
      await promise
    } finally {
      inHand--
    }
  }
  const job: Job = {
    name: 'taking',
    ...(overlap !== undefined && { overlap }),
    async due() {
      const keys = left.flat()
      looked.push(keys)
      return keys
    },
    next: async () => null,
    async take() {
      const keys = left.shift() ?? []
      return { keys, finish: () => begin(keys) }
    },
    async run(keys) {
      for (const page of left.splice(0)) left.push(page.filter((key) => !keys.includes(key)))
      await begin(keys)
    },
  }
  const driver = new LocalDriver(systemClock, silent)
  onTestFinished(async () => {
    for (const { end } of begun) end()
    await driver.stop(1000)
  })
  driver.start([job], true)
  return { driver, begun, looked, until, left, most: () => most }
}

test('what it can take it takes, and never looks for keys', async () => {
  const { driver, begun, looked, until } = takingJob([['a'], ['b']])
  await until(() => begun.length === 1)
  begun[0]?.end()
  await until(() => begun.length === 2)
  begun[1]?.end()
  await driver.settled()
  expect(begun.map(({ keys }) => keys)).toEqual([['a'], ['b']])
  expect(looked).toEqual([])
})

test('so many pages are in hand at a time as it says, and the next is taken when one of them is done', async () => {
  const { driver, begun, until, left, most } = takingJob([['a'], ['b'], ['c'], ['d']], 2)
  await until(() => begun.length === 2)
  expect(left).toEqual([['c'], ['d']])
  // The second is done before the first: only it makes room.
  begun[1]?.end()
  await until(() => begun.length === 3)
  begun[0]?.end()
  await until(() => begun.length === 4)
  begun[2]?.end()
  begun[3]?.end()
  await driver.settled()
  expect(begun.map(({ keys }) => keys)).toEqual([['a'], ['b'], ['c'], ['d']])
  expect(most()).toBe(2)
})

test('one page at a time where it says nothing', async () => {
  const { driver, begun, until, most } = takingJob([['a'], ['b'], ['c']])
  for (const page of [0, 1, 2]) {
    await until(() => begun.length === page + 1)
    begun[page]?.end()
  }
  await driver.settled()
  expect(most()).toBe(1)
})

test('after a page that failed it looks by keys, until that is done', async () => {
  const { driver, begun, looked, until, left } = takingJob([['a'], ['b']])
  await until(() => begun.length === 1)
  // Its rows are due again.
  left.push(['a'])
  begun[0]?.end(new Error('no'))
  await until(() => begun.length === 2)
  expect(looked.at(-1)?.toSorted()).toEqual(['a', 'b'])
  // What failed waits a moment of its own; what stands beside it need not.
  const retried = () => begun.findIndex(({ keys }, page) => page > 0 && keys.includes('a'))
  for (let page = 1; retried() < 0; page++) {
    begun[page]?.end()
    await until(() => begun.length > page + 1)
  }
  expect(driver.health().failing).toBe(1)
  begun[retried()]?.end()
  await driver.settled()
  expect(driver.health().failing).toBe(0)
  const [looks, pages] = [looked.length, begun.length]
  left.push(['c'])
  driver.wake()
  await until(() => begun.length === pages + 1)
  expect(looked).toHaveLength(looks)
})

test('what is in hand is finished before a stop is over', async () => {
  const { driver, begun, until, left } = takingJob([['a'], ['b'], ['c']], 2)
  await until(() => begun.length === 2)
  const stopped = driver.stop(30_000).then(() => 'stopped')
  begun[0]?.end()
  begun[1]?.end()
  expect(await stopped).toBe('stopped')
  expect(left).toEqual([['c']])
})
