import { afterAll, describe, expect, test } from 'vitest'
import { extent } from '../support/faults/extent.ts'
import { FaultSetup } from '../support/faults/fault-setup.ts'
import { stopPostgres } from '../support/open-test-database.ts'

afterAll(stopPostgres)

const HOUR = 3_600_000
const DUE = 10

describe('the clock of the machine leaps', { timeout: extent.timeoutMs }, () => {
  test.each(extent.engines('sqlite local', 'postgres bullmq'))(
    'X9 $name: two hours ahead: nothing goes out early, an alarm is raised, and it goes on when the clock is right',
    async (engine) => {
      const setup = await FaultSetup.open(engine)
      const { platform } = setup
      await setup.addPeople(DUE)
      const [worker] = await setup.workers(1)
      await setup.addMessages(DUE, { notBefore: setup.now() + HOUR }, 'in an hour')
      worker?.leap(2 * HOUR)
      await worker?.printed('clock.doubted')
      // What is due by any clock waits as well.
      await setup.addMessages(DUE, {}, 'now')
      // It goes on asking what time it is.
      await platform.until(() => platform.lookUps > 2)
      expect(platform.asked).toEqual([])
      worker?.leap(-2 * HOUR)
      await platform.delivered(DUE)
      await worker?.end('SIGTERM')
      expect(platform.deliveries.every(({ key }) => key.startsWith('now'))).toBe(true)
      expect(platform.deliveries).toHaveLength(DUE)
    },
  )

  test.each(extent.engines('sqlite local', 'postgres local'))(
    'X10 $name: two hours back: nothing comes again, and what falls due is not left behind',
    async (engine) => {
      const setup = await FaultSetup.open(engine)
      const { platform } = setup
      await setup.addPeople(DUE)
      const [worker] = await setup.workers(1)
      await setup.addMessages(DUE, {}, 'before')
      await platform.delivered(DUE)
      await setup.drained()
      worker?.leap(-2 * HOUR)
      await worker?.printed('clock.doubted')
      await setup.addMessages(DUE, { notBefore: setup.now() - 2 * HOUR }, 'after')
      worker?.leap(2 * HOUR)
      await platform.delivered(2 * DUE)
      await setup.drained()
      await worker?.end('SIGTERM')
      expect(platform.deliveries).toHaveLength(2 * DUE)
      expect(platform.doubled).toBe(0)
    },
  )
})
