import { afterAll, describe, expect, test } from 'vitest'
import type { OutboxDraft } from '#core'
import { extent } from '../support/faults/extent.ts'
import { type Engine, FaultSetup } from '../support/faults/fault-setup.ts'
import { killStorm } from '../support/faults/kill-storm.ts'
import { stopPostgres } from '../support/open-test-database.ts'

afterAll(stopPostgres)

const { due, kills, flushes, seed } = extent

const LIMIT = { count: Math.max(20, due / 50), perMs: 1000 }
/** Workers claim what they may send within a second: at each blow so much, and as much from the second before that is not settled. */
const mostInHand = kills * 2 * LIMIT.count

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
      const { setup, keys } = await cannotBeAsked(engine, 'hold')
      const { inHand } = await killStorm(setup, { due, workers: 2, kills, seed, keys })
      const { platform } = setup
      const { held, asked, sent } = await setup.counts()
      expect(platform.doubled, `seed ${seed}`).toBe(0)
      expect(held + asked + sent, `seed ${seed}`).toBe(due)
      expect(platform.counts.size, `seed ${seed}`).toBeGreaterThanOrEqual(sent)
      // Of what reached the platform, that alone whose answer nobody lived to hear, or that got none.
      const reached = new Set(platform.asked)
      const doubtful = (await setup.stores(({ outbox }) => outbox.held(due))).map(({ key }) => key)
      const known = (key: string) => !inHand.has(key) && !platform.unanswered.has(key)
      expect(
        doubtful.filter((key) => reached.has(key) && known(key)),
        `seed ${seed}`,
      ).toEqual([])
      expect(platform.refusals, `seed ${seed}`).toBeGreaterThan(0)
      expect(
        doubtful.filter((key) => platform.refused.has(key) && known(key)),
        `seed ${seed}`,
      ).toEqual([])
      expect(inHand.size, `seed ${seed}`).toBeLessThanOrEqual(mostInHand)
    },
  )

  test.each(extent.engines('sqlite local'))(
    'X4 $name: where it cannot be asked, what may come twice is sent again, and only that',
    async (engine) => {
      const { setup, keys } = await cannotBeAsked(engine, 'resend')
      const { inHand } = await killStorm(setup, { due, workers: 2, kills, seed, keys })
      const { platform } = setup
      expect(platform.counts.size, `seed ${seed}`).toBe(due)
      const doubled = [...platform.counts].flatMap(([key, count]) => (count > 1 ? [key] : []))
      expect(
        doubled.filter((key) => !inHand.has(key) && !platform.unanswered.has(key)),
        `seed ${seed}`,
      ).toEqual([])
      expect(inHand.size, `seed ${seed}`).toBeLessThanOrEqual(mostInHand)
    },
  )
})

/** Messages for a platform that cannot be asked, and takes so few at once that most of them are in nobody's hands when a blow falls. */
async function cannotBeAsked(engine: Engine, whenUncertain: 'hold' | 'resend') {
  const setup = await FaultSetup.open({ ...engine, platforms: [{ looksUp: false, limits: { send: LIMIT } }] })
  await setup.addPeople(due)
  const drafts = Array.from({ length: due }, (_, n): OutboxDraft => {
    const key = `message-${n}`
    const content = { kind: 'message', message: { text: key } } as const
    return { key, batch: key, to: { kind: 'person', person: `P${n}` }, class: 'visit', content, whenUncertain }
  })
  await setup.addDrafts(drafts)
  return { setup, keys: drafts.map(({ key }) => key) }
}
