import { afterAll, describe, expect, test } from 'vitest'
import { extent } from '../support/faults/extent.ts'
import { FaultSetup } from '../support/faults/fault-setup.ts'
import { killStorm } from '../support/faults/kill-storm.ts'
import { stopPostgres } from '../support/open-test-database.ts'

afterAll(stopPostgres)

const { due, kills, flushes, seed } = extent

describe('workers are killed while they send', { timeout: extent.timeoutMs }, () => {
  test.each(extent.engines('sqlite local', 'postgres bullmq'))(
    'X1 $name: at a platform that can be asked nothing is lost, nothing doubled',
    async (engine) => {
      const setup = await FaultSetup.open(engine)
      await setup.addReminders(due)
      await killStorm(setup, { due, workers: 2, kills, seed })
      expect(setup.platform.counts.size, `seed ${seed}`).toBe(due)
      expect(setup.platform.doubled, `seed ${seed}`).toBe(0)
    },
  )

  test.each(extent.engines('sqlite bullmq').filter(({ driver }) => driver === 'bullmq'))(
    'X2 $name: nor when Redis forgets everything in between',
    async (engine) => {
      const setup = await FaultSetup.open(engine)
      await setup.addReminders(due)
      await killStorm(setup, { due, workers: 2, kills, flushes, seed })
      expect(setup.platform.counts.size, `seed ${seed}`).toBe(due)
      expect(setup.platform.doubled, `seed ${seed}`).toBe(0)
    },
  )

  test.each(extent.engines('postgres local'))(
    'X3 $name: where it cannot be asked, what must not come twice is held for a person; no refusal is among it',
    async (engine) => {
      const setup = await FaultSetup.open({ ...engine, platforms: [{ looksUp: false }] })
      await setup.addPeople(due)
      await setup.addMessages(due, { whenUncertain: 'hold' })
      const { claimed } = await killStorm(setup, { due, workers: 2, kills, seed })
      const { platform } = setup
      const { held, asked, sent } = await setup.counts()
      expect(platform.doubled, `seed ${seed}`).toBe(0)
      expect(held + asked + sent, `seed ${seed}`).toBe(due)
      expect(held + asked, `seed ${seed}`).toBeLessThanOrEqual(claimed + platform.lostReplies)
      expect(platform.counts.size, `seed ${seed}`).toBeGreaterThanOrEqual(sent)
    },
  )

  test.each(extent.engines('sqlite local'))(
    'X4 $name: where it cannot be asked, what may come twice is sent again, and only that',
    async (engine) => {
      const setup = await FaultSetup.open({ ...engine, platforms: [{ looksUp: false }] })
      await setup.addPeople(due)
      await setup.addMessages(due, { whenUncertain: 'resend' })
      const { claimed } = await killStorm(setup, { due, workers: 2, kills, seed })
      const { platform } = setup
      expect(platform.counts.size, `seed ${seed}`).toBe(due)
      expect(platform.doubled, `seed ${seed}`).toBeLessThanOrEqual(claimed + platform.lostReplies)
    },
  )
})
