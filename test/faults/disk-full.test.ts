import { describe, expect, test } from 'vitest'
import { extent } from '../support/faults/extent.ts'
import { FaultSetup } from '../support/faults/fault-setup.ts'
import { limitFiles } from '../support/faults/limit-files.ts'
import type { WorkerProcess } from '../support/faults/worker-process.ts'

const DUE = 8

/** A file may not grow past this: every page that is to be written behind it fails. */
const NO_ROOM = '4096'

describe('the disk is full', { timeout: extent.timeoutMs }, () => {
  test('X13: before a message can be claimed: nothing is asked of the platform until there is room', async () => {
    const { setup, worker } = await start()
    const { platform } = setup
    limitFiles(worker, NO_ROOM)
    await setup.addMessages(DUE)
    await worker.printed('job.failed')
    expect(platform.asked).toEqual([])

    limitFiles(worker, 'unlimited')
    await platform.delivered(DUE)
    await setup.drained()
    expect(platform.asked).toHaveLength(DUE)
    expect(await setup.counts()).toMatchObject({ sent: DUE + 1 })
  })

  test('X14: after the platform has taken a message: it is asked about, and not sent again', async () => {
    const { setup, worker } = await start()
    const { platform } = setup
    platform.hold()
    await setup.addMessages(DUE)
    await platform.until(() => platform.inHand === DUE)
    limitFiles(worker, NO_ROOM)
    platform.release()
    await worker.printed('job.failed')
    expect(platform.deliveries).toHaveLength(DUE)
    expect(await setup.counts()).toMatchObject({ claimed: DUE, sent: 1 })

    limitFiles(worker, 'unlimited')
    await setup.drained()
    expect(platform.deliveries).toHaveLength(DUE)
    expect(platform.lookUps).toBe(DUE)
    expect(await setup.counts()).toMatchObject({ sent: DUE + 1 })
  })
})

async function start(): Promise<{ setup: FaultSetup; worker: WorkerProcess }> {
  const setup = await FaultSetup.open({ database: 'sqlite', driver: 'local', alone: true })
  await setup.addPeople(DUE)
  const worker = setup.worker()
  expect(await worker.start()).toBe(true)
  // It has found its feet when it has sent something.
  await setup.addMessages(1, {}, 'first')
  await setup.drained()
  setup.platform.forget()
  return { setup, worker }
}
