import { describe, expect, test } from 'vitest'
import { needlesOf } from '../support/needles.ts'
import { examinedLife, type LifeTraces } from '../support/privacy/examined-life.ts'
import { measured } from '../support/privacy/measured.ts'
import { PEOPLE, type Who } from '../support/privacy/needle-people.ts'
import { scan } from '../support/privacy/scan.ts'
import { hashedUnder } from '../support/privacy/secrets.ts'
import { SAID } from '../support/privacy/speak-up-life.ts'
import { TRAFFICS } from '../support/privacy/traffic.ts'

/** Node and the SDKs print everything they can: also what they ask a platform about the staff list. */
const loud = process.env.NODE_DEBUG !== undefined

describe.each(TRAFFICS)('every byte that is written: $name', ({ name, start }) => {
  // A page belongs to nobody: there a test that plays a person has no address to give.
  const ways = name === 'simulator' || name === 'Slack' ? (['none', 'tell'] as const) : (['none'] as const)

  test.each(ways)('an author is nowhere more often than somebody who wrote nothing (%s)', async (way) => {
    const accounts: Record<string, string> = {}
    const create = async () => {
      const { platform } = await start()
      for (const who of Object.keys(PEOPLE) as Who[]) accounts[who] = platform.account(PEOPLE[who].id)
      return platform
    }
    const byFirst = await examinedLife(create, 'first', way)
    const byOther = await examinedLife(create, 'other', way)
    for (const who of Object.keys(PEOPLE) as Who[]) {
      const values = { ...PEOPLE[who], account: accounts[who] ?? '' }
      const needles = needlesOf(values)
      const found = scan(byFirst.everything, needles)
      // The staff list holds them, so the scan can find them.
      expect(found['id (utf-8)'], who).toBeGreaterThan(0)
      expect(found, who).toEqual(scan(byOther.everything, needles))
      expect(scan(byFirst.log, needles), who).toEqual(scan(byOther.log, needles))
      for (const traces of [byFirst, byOther]) expectNowhere(`${name}, ${way}`, traces, values)
    }
    for (const { dump, everything } of [byFirst, byOther]) {
      expect(dump.case_entry?.length).toBe(6)
      expect(dump.case_address).toEqual([])
      // What was written is sealed, too.
      const said = Object.entries(SAID).map(([what, text]) => ({ name: what, bytes: Buffer.from(text) }))
      expect(scan(everything, said)).toEqual({})
    }
  })
})

function expectNowhere(where: string, traces: LifeTraces, values: Record<string, string>): void {
  const { nameless, log, metrics, everything, secrets } = traces
  const needles = needlesOf(values)
  if (loud) expect(log.includes('NET ')).toBe(true)
  for (const [what, bytes] of Object.entries({ nameless, metrics, ...(!loud && { log }) })) {
    expect(scan(bytes, needles), what).toEqual({})
  }
  expect(secrets.length).toBeGreaterThan(5)
  const hashed = hashedUnder(values, secrets)
  const found = scan(Buffer.concat([everything, log]), hashed)
  measured('Bytes on the platforms', {
    where: loud ? `${where}, NODE_DEBUG` : where,
    'bytes read': everything.length + log.length,
    secrets: secrets.length,
    needles: needles.length + hashed.length,
    'in case tables, log, metrics': 0,
    'hashes under secrets': Object.keys(found).length,
  })
  expect(found).toEqual({})
}
