import { copyFileSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import BetterSqlite from 'better-sqlite3'
import { expect, onTestFinished, test } from 'vitest'
import { extent } from '../support/faults/extent.ts'
import { FaultSetup } from '../support/faults/fault-setup.ts'
import { scratchFolder } from '../support/scratch.ts'
import { seededRandom } from '../support/seeded-random.ts'

const DUE = 200
const AT_ONCE = 10

test('X12: the power is cut at any byte: what was sent stands in what is left, and that is whole', {
  timeout: extent.timeoutMs,
}, async () => {
  const { seed, cuts } = extent
  const setup = await FaultSetup.open({ database: 'sqlite', driver: 'local' })
  const { platform } = setup
  await setup.addPeople(DUE)
  const file = setup.url.slice('sqlite:'.length)
  await setup.database.scrub()
  const before = join(scratchFolder(), 'before.sqlite')
  copyFileSync(file, before)
  // While somebody reads from the beginning of the log it is only ever added to.
  const reader = new BetterSqlite(file, { readonly: true })
  onTestFinished(() => void reader.close())
  reader.exec('begin')
  reader.prepare('select count(*) from outbox').get()

  /** How long the log was when a message reached its recipient: its intent lies before that. */
  const lengths = new Map<string, number>()
  platform.onDelivery = ({ key }) => lengths.set(key, statSync(`${file}-wal`).size)
  const [worker] = await setup.workers(1)
  for (let due = AT_ONCE; due <= DUE; due += AT_ONCE) {
    await setup.addMessages(AT_ONCE, {}, `until-${due}`)
    await platform.delivered(due)
  }
  await worker?.end('SIGKILL')
  expect(readFileSync(file).equals(readFileSync(before))).toBe(true)

  const log = readFileSync(`${file}-wal`)
  const random = seededRandom(seed)
  let seen = 0
  for (let cut = 0; cut < cuts; cut++) {
    const left = Math.floor(random() * (log.length + 1))
    const { whole, states } = afterCut(before, log.subarray(0, left))
    expect(whole, `seed ${seed}, ${left} bytes`).toBe('ok')
    for (const [key, length] of lengths) {
      if (length > left) continue
      seen++
      expect(states.get(key), `seed ${seed}, ${left} bytes, ${key}`).not.toBe('pending')
      expect(states.has(key)).toBe(true)
    }
  }
  expect(seen).toBeGreaterThan(0)
})

/** What a database is after it was cut off in the middle of writing. */
function afterCut(before: string, log: Buffer): { whole: unknown; states: Map<string, string> } {
  const file = join(scratchFolder(), 'cut.sqlite')
  copyFileSync(before, file)
  writeFileSync(`${file}-wal`, log)
  const database = new BetterSqlite(file)
  try {
    const rows = database
      .prepare(
        `select key, case when seq in (select one.value from outbox_claim, json_each('[' || seqs || ']') as one)
         then 'claimed' else state end as state from outbox`,
      )
      .all() as { key: string; state: string }[]
    const whole = database.pragma('integrity_check', { simple: true })
    return { whole, states: new Map(rows.map(({ key, state }) => [key, state])) }
  } finally {
    database.close()
  }
}
