import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, describe, expect, test } from 'vitest'
import { extent } from '../support/faults/extent.ts'
import { LetterBox } from '../support/faults/letter-box.ts'
import { standStill } from '../support/faults/stand-still.ts'
import { stopPostgres } from '../support/open-test-database.ts'
import { measured } from '../support/privacy/measured.ts'
import { seededRandom } from '../support/seeded-random.ts'

afterAll(stopPostgres)

const { seed, kills } = extent
/** So many that they hardly ever come out in the order in which they came, in two windows. */
const LETTERS = 6
/** A window is over within so many ms. */
const SOON_MS = 1500

describe('what waits for a window', { timeout: extent.timeoutMs }, () => {
  test.each(extent.engines('sqlite local', 'postgres local'))(
    '$name: killed before the window, within it and after it, everything comes out once, and all of it together',
    async (engine) => {
      const random = seededRandom(seed)
      const box = await LetterBox.open(engine)
      const { setup } = box
      const worker = setup.worker()

      await box.file(LETTERS)
      await worker.restart()
      await worker.restart()
      expect(await box.entries()).toEqual([])
      const still = await standStill(setup.url)
      worker.advance(box.toWindow())
      await still.reached(1)
      await worker.end('SIGKILL')
      await still.end()
      expect(await box.entries()).toEqual([])
      await worker.restart()
      await everythingIsOut(box)

      for (let window = 2; window < kills; window++) {
        await worker.end('SIGTERM')
        const before = box.filed.length
        await box.file(LETTERS)
        await worker.restart()
        const answered = setup.platform.deliveries.length
        worker.advance(box.toWindow())
        // The second is killed when its first message has arrived, the others at any time.
        if (window === 2) await setup.platform.until(() => setup.platform.deliveries.length > answered)
        else await wait(random() * SOON_MS)
        await worker.end('SIGKILL')
        expect([before, box.filed.length], `seed ${seed}`).toContain((await box.entries()).length)
        await worker.restart()
        await everythingIsOut(box)
      }
      written(engine.name, box, { kills: 2 + Math.max(0, kills - 2), workers: 1 })
    },
  )

  test('two workers that come to the same window at once let everything through once', async () => {
    const box = await LetterBox.open({ database: 'postgres', driver: 'local' })
    const { setup } = box
    await box.file(LETTERS)
    const workers = await setup.workers(2)
    const still = await standStill(setup.url)
    const ms = box.toWindow()
    for (const worker of workers) worker.advance(ms)
    // One of them has begun to write, the other wants to.
    await still.reached(2)
    await still.end()
    await everythingIsOut(box)
    written('postgres local', box, { kills: 0, workers: 2 })
  })
})

function written(where: string, box: LetterBox, figures: Readonly<Record<string, number>>): void {
  measured('Release windows', { where, ...figures, windows: box.windows, filed: box.filed.length, lost: 0, twice: 0 })
}

/** Everything that was filed stands in one case and in one message, window by window in one transaction and in an order of its own. */
async function everythingIsOut(box: LetterBox): Promise<void> {
  const { platform } = box.setup
  await platform.until(() => [...box.shown.values()].every((times) => times > 0))
  await box.setup.drained()
  expect([...box.shown.values()], `seed ${seed}`).toEqual(box.filed.map(() => 1))
  expect(platform.doubled, `seed ${seed}`).toBe(0)
  const entries = await box.entries()
  expect(entries.toSorted(), `seed ${seed}`).toEqual(box.filed.toSorted())
  expect(await box.transactions()).toEqual(box.windows)
  if (box.windows > 1) expect(box.order).not.toEqual(box.filed)
}
