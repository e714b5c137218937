import { afterAll, describe, expect, test } from 'vitest'
import { extent } from '../support/faults/extent.ts'
import { FaultSetup, SHORT } from '../support/faults/fault-setup.ts'
import { stopPostgres } from '../support/open-test-database.ts'

afterAll(stopPostgres)

/** More than a worker has in hand at once, so that some are claimed and not yet asked for. */
const DUE = 40

describe('an answer that comes when its sender has lost the claim', { timeout: extent.timeoutMs }, () => {
  test.each(extent.engines('postgres local', 'sqlite local'))(
    'X15 $name: a worker that stood still finishes nothing and sends nothing that another one took over',
    async (engine) => {
      const setup = await FaultSetup.open(engine)
      const { platform } = setup
      await setup.addPeople(DUE)
      const [slow] = await setup.workers(1)
      platform.hold()
      await setup.addMessages(DUE)
      // All that are under way have left it: what a standing process had still in its own hands would go out later.
      await platform.until(() => platform.inHand >= 16)
      expect((await setup.counts()).claimed).toBe(DUE)
      slow?.signal('SIGSTOP')
      const begun = platform.inHand
      expect(begun).toBeLessThan(DUE)
      platform.release()

      const [other] = await setup.workers(1)
      await platform.delivered(DUE)
      await setup.drained()
      expect(platform.lookUps).toBe(DUE)

      // The answers to what it had asked for are waiting for it.
      slow?.signal('SIGCONT')
      expect(await slow?.end('SIGTERM')).toBe(0)
      expect(await other?.end('SIGTERM')).toBe(0)
      expect(platform.deliveries).toHaveLength(DUE)
      expect(await setup.counts()).toMatchObject({ sent: DUE, claimed: 0, uncertain: 0, pending: 0 })
    },
  )

  test('X15: what a killed worker asked for last may still be done when it has started again', async () => {
    const patience = { answerMs: 3000, lagMs: 6000, claimMs: 12_000 }
    const setup = await FaultSetup.open({ database: 'sqlite', driver: 'local', patience, alone: true })
    const { platform } = setup
    await setup.addPeople(2)
    const [worker] = await setup.workers(1)
    platform.hold()
    await setup.addMessages(1, {}, 'first')
    await platform.until(() => platform.inHand === 1)
    await worker?.restart()
    // It works again, and has left that one alone.
    await setup.addMessages(2, {}, 'second')
    await platform.until(() => platform.asked.includes('second-1'))
    platform.release()
    await setup.drained()
    await worker?.end('SIGTERM')
    expect(platform.counts.get('first-0')).toBe(1)
    expect(platform.deliveries).toHaveLength(3)
  })

  test('X15: that a slow platform does not know a message yet is not believed too soon', async () => {
    const setup = await FaultSetup.open({ database: 'sqlite', driver: 'local', patience: { ...SHORT, lagMs: 1500 } })
    const { platform } = setup
    await setup.addPeople(1)
    const [worker] = await setup.workers(1)
    platform.hold()
    await setup.addMessages(1)
    await platform.until(() => platform.inHand === 1)
    // The worker gives up; only then the platform does what it was asked.
    await setup.until(({ uncertain }) => uncertain === 1)
    platform.release()
    await setup.drained()
    await worker?.end('SIGTERM')
    expect(platform.deliveries).toHaveLength(1)
    expect(platform.lookUps).toBe(1)
  })
})
