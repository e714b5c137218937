import { afterAll, describe, expect, test } from 'vitest'
import type { MessageClass, OutboxDraft } from '#core'
import { extent } from '../support/faults/extent.ts'
import { FaultSetup } from '../support/faults/fault-setup.ts'
import type { RecordingPlatform } from '../support/faults/recording-platform.ts'
import { stopPostgres } from '../support/open-test-database.ts'

afterAll(stopPostgres)

const DUE = 40
const PAUSE_S = 5
/** Calls that a worker has under way at once. */
const UNDER_WAY = 16

const LIMIT = { count: 40, perMs: 1000 }
/** So much later than it meant to a busy machine may make a call. */
const LATE_MS = 150

describe('a platform that limits', { timeout: extent.timeoutMs }, () => {
  test.each(extent.engines('sqlite local', 'postgres bullmq'))(
    'X16 $name: one that wants a pause gets it, and the other platform notices nothing',
    async (engine) => {
      const setup = await FaultSetup.open({ ...engine, platforms: [{ name: 'alpha' }, { name: 'beta' }] })
      const [alpha, beta] = setup.platforms as [RecordingPlatform, RecordingPlatform]
      await setup.addPeople(2 * DUE)
      let pausedAt: number | null = null
      alpha.fate = () => {
        pausedAt ??= performance.now()
        return performance.now() - pausedAt < PAUSE_S * 1000 ? { refuse: 429, retryAfterS: PAUSE_S } : 'deliver'
      }
      await setup.workers(1)
      await setup.addDrafts(people(0, DUE), 'alpha')
      await alpha.until(() => alpha.refusals > 0)
      await setup.addDrafts(people(DUE, DUE), 'beta')
      await beta.delivered(DUE)
      // Whatever was under way when it said so; nothing since.
      expect(alpha.refusals).toBeLessThanOrEqual(UNDER_WAY)
      expect(alpha.deliveries).toEqual([])
      await alpha.delivered(DUE)
      await setup.drained()
      expect(alpha.asked).toHaveLength(DUE + alpha.refusals)
      expect(alpha.refusals).toBeLessThanOrEqual(UNDER_WAY)
      expect(beta.asked).toHaveLength(DUE)
      expect(alpha.doubled + beta.doubled).toBe(0)
    },
  )

  test.each(extent.engines('sqlite local', 'postgres local', 'postgres bullmq'))(
    'X17 $name: many at once stay within its limit, and what is urgent goes first',
    async (engine) => {
      const setup = await FaultSetup.open({ ...engine, platforms: [{ limits: { send: LIMIT } }] })
      const { platform } = setup
      const third = Math.floor(extent.limited / 3)
      await setup.addPeople(3 * third)
      enforce(platform)
      await setup.addDrafts([
        ...people(0, third, 'report'),
        ...people(third, third, 'greeting'),
        ...people(2 * third, third, 'deadline'),
      ])
      await setup.workers(1)
      await platform.delivered(3 * third)
      await setup.drained()
      expect(platform.refusals).toBe(0)
      expect(platform.doubled).toBe(0)
      const classes = platform.deliveries.map(({ key }) => key.split('-')[0] ?? '')
      // Pages are under way side by side: in the middle of its class each is in its third.
      const middle = (kind: string) => middleOf(classes.flatMap((one, place) => (one === kind ? [place] : [])))
      expect(classes.slice(0, UNDER_WAY / 2)).toEqual(Array(UNDER_WAY / 2).fill('deadline'))
      expect(middle('deadline')).toBeLessThan(third)
      expect(middle('greeting')).toBeGreaterThan(third)
      expect(middle('report')).toBeGreaterThan(2 * third)
    },
  )
})

/** Refuses whatever was sent too soon after the last ones. */
function enforce(platform: RecordingPlatform): void {
  const taken: number[] = []
  platform.fate = ({ at }) => {
    const before = taken.filter((other) => Math.abs(at - other) < LIMIT.perMs - LATE_MS)
    if (before.length >= LIMIT.count) return { refuse: 429, retryAfterS: 1 }
    taken.push(at)
    return 'deliver'
  }
}

function people(from: number, count: number, kind: MessageClass = 'visit'): OutboxDraft[] {
  return Array.from({ length: count }, (_, n) => ({
    key: `${kind}-${from + n}`,
    to: { kind: 'person', person: `P${from + n}` },
    class: kind,
    content: { kind: 'message', message: { text: `${kind} ${from + n}` } },
  }))
}

function middleOf(places: readonly number[]): number {
  return places[Math.floor(places.length / 2)] ?? Number.NaN
}
