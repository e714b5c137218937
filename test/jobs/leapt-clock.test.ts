import { describe, expect, test } from 'vitest'
import { delivering, draftTo, people } from '../support/delivering.ts'

const HOUR = 3_600_000
const DUE = 40

async function due() {
  const setup = await delivering({ slack: { limits: {} } })
  await setup.add('slack', ...people(DUE).map((person) => draftTo(person, 'hello')))
  const { clock, trust } = setup
  const leap = () => {
    clock.leap(2 * HOUR)
    trust.clock = false
  }
  const setRight = () => {
    clock.leap(-2 * HOUR)
    trust.clock = true
  }
  return { ...setup, leap, setRight }
}

describe('the clock leaps while messages are in hand', () => {
  test('what was claimed and not sent is due as before, when it is right again', async () => {
    const { adapter, drain, counts, leap, setRight } = await due()
    const platform = adapter('slack')
    platform.onSend = () => {
      platform.onSend = () => {}
      leap()
    }
    await drain()
    const underWay = platform.arrived.length
    expect(underWay).toBeLessThan(DUE)
    expect(await counts()).toMatchObject({ sent: underWay, pending: DUE - underWay, claimed: 0 })
    setRight()
    await drain()
    expect(platform.arrived.map(({ key }) => key).toSorted()).toEqual(
      people(DUE)
        .map((person) => `${person}-hello`)
        .toSorted(),
    )
  })

  test('a claim in the middle of which it leapt is not made', async () => {
    const { adapter, drain, counts, leap, setRight, duringClaim } = await due()
    duringClaim(leap)
    await expect(drain()).rejects.toMatchObject({ code: 'clock-doubted' })
    expect(await counts()).toMatchObject({ pending: DUE, claimed: 0 })
    setRight()
    await drain()
    expect(adapter('slack').arrived).toHaveLength(DUE)
  })
})
