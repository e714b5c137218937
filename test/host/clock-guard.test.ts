import { afterAll, describe, expect, onTestFinished, test } from 'vitest'
import type { Clock, Log } from '#core'
import { openDatabase } from '#db'
import { CLOCK_CONFIRMED, CLOCK_LAST_SEEN, CLOCK_REPORT } from '#domain'
import { ClockGuard } from '../../src/clock-guard.ts'
import { emptyDatabaseUrl, openTestDatabase, stopPostgres } from '../support/open-test-database.ts'

afterAll(stopPostgres)

const HOUR = 3_600_000
const START = Date.parse('2026-03-10T02:00:00Z')

/** A machine: time passes, is set, or stands still for the monotonic clock alone (suspended). */
class Machine implements Clock {
  wall = START
  passed = 0
  now = () => this.wall
  real = () => this.wall
  elapsed = () => this.passed

  pass(ms: number): void {
    this.wall += ms
    this.passed += ms
  }
}

const LATE_BY_TWO_HOURS = {
  draft: {
    key: 'a',
    to: { kind: 'person', person: 'p' },
    class: 'visit',
    content: { kind: 'message', message: { text: 'a' } },
  },
  to: { route: 'p/w', address: 'p/w/user/p' },
} as const

async function setup(url?: string) {
  const machine = new Machine()
  const database = url ? openDatabase(url) : await openTestDatabase()
  if (url) onTestFinished(() => database.close())
  const events: string[] = []
  const note = (event: string, fields?: { state?: string }) => events.push(`${event} ${fields?.state ?? ''}`.trim())
  const log: Log = { debug() {}, info() {}, warn: note, error: note }
  let asked = 0
  const ask = async () => asked++
  const begin = async () => {
    const guard = new ClockGuard({ clock: machine, database, log, ask })
    await guard.start()
    onTestFinished(() => guard.stop())
    return guard
  }
  const setting = (name: string) => database.transaction(({ settings }) => settings.get(name))
  return { machine, database, events, begin, setting, asked: () => asked }
}

describe('the clock of this machine', () => {
  test('drift and ordinary time are nothing to stop for', async () => {
    const { machine, begin } = await setup()
    const guard = await begin()
    for (let hour = 0; hour < 48; hour++) {
      machine.pass(HOUR)
      machine.wall += 20_000
      expect(guard.trusted()).toBe(true)
    }
  })

  test.each([2 * HOUR, -2 * HOUR, 61_000])(
    'a leap of %i ms stops everything at once; set right, it goes on',
    async (by) => {
      const { machine, begin, events, setting } = await setup()
      const guard = await begin()
      machine.wall += by
      expect(guard.trusted()).toBe(false)
      machine.pass(30_000)
      expect(guard.trusted()).toBe(false)
      machine.wall -= by
      expect(guard.trusted()).toBe(true)
      expect(events).toEqual(['clock.doubted leapt', 'clock.trusted-again leapt'])
      await expect.poll(() => setting(CLOCK_REPORT)).toContain(String(by))
    },
  )

  test('two answers of a platform confirm the new time: the machine was suspended', async () => {
    const { machine, begin } = await setup()
    const guard = await begin()
    machine.wall += 8 * HOUR
    guard.heard(machine.wall - 500)
    expect(guard.trusted()).toBe(false)
    guard.heard(machine.wall - 900)
    expect(guard.trusted()).toBe(true)
  })

  test('answers that say otherwise keep it stopped, also between others', async () => {
    const { machine, begin } = await setup()
    const guard = await begin()
    machine.wall += 2 * HOUR
    for (let n = 0; n < 5; n++) {
      guard.heard(machine.wall)
      guard.heard(machine.wall - 2 * HOUR)
      guard.heard(Number.NaN)
    }
    expect(guard.trusted()).toBe(false)
  })

  test('a clock that was wrong from the beginning is found out by two answers, not by one', async () => {
    const { begin, machine } = await setup()
    const guard = await begin()
    guard.heard(machine.wall - HOUR)
    expect(guard.trusted()).toBe(true)
    guard.heard(machine.wall - HOUR)
    expect(guard.doubt).toEqual({ why: 'contradicted', offMs: HOUR })
    machine.wall -= HOUR
    guard.heard(machine.wall)
    guard.heard(machine.wall)
    expect(guard.trusted()).toBe(true)
  })

  test('a start before the last time it showed waits until that is past, or until somebody confirms', async () => {
    const { machine, begin, database, asked } = await setup()
    await (await begin()).stop()
    machine.wall -= 6000
    const guard = await begin()
    expect(guard.doubt?.why).toBe('behind')
    expect(asked()).toBeGreaterThan(0)
    machine.pass(1000)
    expect(guard.trusted()).toBe(true)
    await guard.stop()

    machine.wall -= HOUR
    const again = await begin()
    expect(again.trusted()).toBe(false)
    await database.transaction(({ settings }) => settings.set(CLOCK_CONFIRMED, String(machine.wall)))
    machine.pass(5000)
    await expect.poll(() => again.trusted(), { timeout: 5000 }).toBe(true)
  })

  test('a restart makes no wrong clock right, and none wrong that was set right meanwhile', async () => {
    const { machine, database, begin, setting } = await setup()
    const guard = await begin()
    machine.wall += 2 * HOUR
    expect(guard.trusted()).toBe(false)
    await expect.poll(() => setting('clock-doubt'), { timeout: 5000 }).toContain('leapt')
    await guard.stop()
    const second = await begin()
    expect(second.trusted()).toBe(false)
    machine.pass(60_000)
    expect(second.trusted()).toBe(false)
    await second.stop()
    const added = machine.wall
    await database.transaction(({ outbox }) => outbox.add([LATE_BY_TWO_HOURS], added))
    machine.wall -= 2 * HOUR
    expect((await begin()).trusted()).toBe(true)
    // What its earlier life wrote by the wrong clock is not left to that time.
    expect(await database.transaction(({ outbox }) => outbox.nextDue('p/w'))).toBe(machine.wall)
  })

  test('the last trusted time is kept, not that of a clock in doubt', async () => {
    const { machine, begin, setting } = await setup()
    const guard = await begin()
    expect(await setting(CLOCK_LAST_SEEN)).toBe(String(START))
    machine.wall += 2 * HOUR
    guard.trusted()
    await guard.stop()
    expect(await setting(CLOCK_LAST_SEEN)).toBe(String(START))
  })

  test('on PostgreSQL the clock of the database is the measure, from the start', async () => {
    const url = await emptyDatabaseUrl('postgres')
    const { machine, begin, database } = await setup(url)
    await database.migrate()
    machine.wall = Date.now() + 2 * HOUR
    const guard = await begin()
    expect(guard.doubt?.why).toBe('contradicted')
    machine.wall = Date.now()
    machine.pass(5000)
    await expect.poll(() => guard.trusted(), { timeout: 5000 }).toBe(true)
  })
})
