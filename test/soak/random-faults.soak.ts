import { afterAll, describe, expect, test } from 'vitest'
import { extent } from '../support/faults/extent.ts'
import { FaultSetup } from '../support/faults/fault-setup.ts'
import { randomFaults } from '../support/faults/random-faults.ts'
import { stopPostgres } from '../support/open-test-database.ts'
import { seededRandom } from '../support/seeded-random.ts'

afterAll(stopPostgres)

const DUE = 600
const BLOWS = 8

/** A round takes about a minute. */
const rounds = Array.from({ length: Math.ceil(extent.minutes) }, (_, round) => ({
  round,
  seed: extent.seed + round,
}))

describe('whatever befalls it', { timeout: extent.timeoutMs }, () => {
  test.each(rounds)('round $round, seed $seed', async ({ seed }) => {
    const engines = extent.engines()
    const engine = engines[Math.floor(seededRandom(seed)() * engines.length)]
    if (!engine) throw new Error('there is no such engine')
    const setup = await FaultSetup.open(engine)
    await setup.addReminders(DUE)
    const blows = await randomFaults(setup, { due: DUE, workers: 2, blows: BLOWS, seed })
    const { platform } = setup
    const seen = `${engine.name}, ${blows.join(' ')}: ${platform.counts.size} of ${DUE} delivered, ${platform.doubled} twice`
    process.stdout.write(
      `  seed ${seed}: ${seen}, ${platform.refusals} refused, ${platform.lostReplies} replies lost\n`,
    )
    expect(platform.counts.size, seen).toBe(DUE)
    expect(platform.doubled, seen).toBe(0)
  })
})
