import { expect, test } from 'vitest'
import { runVerb } from '../support/run-verb.ts'
import { startSimulator } from '../support/start-simulator.ts'

test.each([
  ['zh_CN.UTF-8', '到期未做的事', '时钟', 'the oldest thing'],
  ['en_US.UTF-8', 'the oldest thing that is due', 'the clock', '到期未做的事'],
])('%s: how the work, the clock and the engine stand is told in that language', async (LANG, oldest, clock, not) => {
  const { config } = await startSimulator()
  const { out } = await runVerb(['doctor'], { HEARBACK_HOME: config.home, LANG })
  expect(out).toContain(oldest)
  expect(out).toMatch(new RegExp(`^✓ ${clock}$`, 'm'))
  expect(out).not.toContain(not)
})
