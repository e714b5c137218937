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
    let [looked, inLog] = [0, 0]
    for (const who of Object.keys(PEOPLE) as Who[]) {
      const values = { ...PEOPLE[who], account: accounts[who] ?? '' }
      const needles = needlesOf(values)
      const found = scan(byFirst.everything, needles)
      // The staff list holds them, so the scan can find them.
      expect(found['id (utf-8)'], who).toBeGreaterThan(0)
      expect(found, who).toEqual(scan(byOther.everything, needles))
      const logged = scan(byFirst.log, needles)
      expect(logged, who).toEqual(scan(byOther.log, needles))
      looked += expectNowhere(byFirst, values) + expectNowhere(byOther, values)
      inLog += Object.values(logged).reduce((sum, times) => sum + times, 0)
    }
    const bytes = (what: 'everything' | 'log') => byFirst[what].length + byOther[what].length
    measured('Bytes on the platforms', {
      where: [name, way, ...(loud ? ['everything printed'] : [])].join(', '),
      'bytes of files': bytes('everything'),
      'bytes of log and output': bytes('log'),
      'needles and hashes under secrets': looked,
      'more often than control': 0,
      'in case tables, figures': 0,
      'in log and output, as in the control': inLog,
    })
    for (const { dump, everything } of [byFirst, byOther]) {
      expect(dump.case_entry?.length).toBe(6)
      expect(dump.case_address).toEqual([])
      // What was written is sealed, too.
      const said = Object.entries(SAID).map(([what, text]) => ({ name: what, bytes: Buffer.from(text) }))
      expect(scan(everything, said)).toEqual({})
    }
  })
})

/** @returns how many needles were looked for */
function expectNowhere({ nameless, log, metrics, everything, secrets }: LifeTraces, values: Record<string, string>) {
  const needles = needlesOf(values)
  if (loud) expect(log.includes('NET ')).toBe(true)
  for (const [what, bytes] of Object.entries({ nameless, metrics, ...(!loud && { log }) })) {
    expect(scan(bytes, needles), what).toEqual({})
  }
  expect(secrets.length).toBeGreaterThan(5)
  const hashed = hashedUnder(values, secrets)
  expect(scan(Buffer.concat([everything, log]), hashed)).toEqual({})
  return needles.length + hashed.length
}
